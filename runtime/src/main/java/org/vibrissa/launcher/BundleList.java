package org.vibrissa.launcher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flat list of bundles, one per line: start level, CRC-32 and SHA-256 of the jar, path below
 * the home folder. The start compares the CRC-32, which costs no time; the SHA-256 is for whoever
 * compares installations, by {@code sha256sum}. Lines that begin with {@code #} are comments.
 *
 * @param entries in the order of installation
 * @param text the list as read; its hash keys the bundle cache
 */
record BundleList(List<Entry> entries, String text) {
    private static final Pattern LINE =
            Pattern.compile("([1-9][0-9]?) ([0-9a-f]{8}) ([0-9a-f]{64}) ([A-Za-z0-9._+/-]+\\.jar)");

    /** One bundle. */
    record Entry(int startLevel, String crc32, String path) {
        Path in(Path home) {
            return home.resolve(path);
        }
    }

    BundleList {
        entries = List.copyOf(entries);
    }

    /**
     * @throws IllegalArgumentException naming the line that is wrong
     */
    static BundleList parse(String text) {
        List<Entry> entries = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "bundle list line "
                                + number
                                + ": not '<1-99> <crc32> <sha256> <path>': "
                                + line);
            }
            String path = matcher.group(4);
            if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
                throw new IllegalArgumentException(
                        "bundle list line " + number + ": path leaves the folder: " + path);
            }
            if (!paths.add(path)) {
                throw new IllegalArgumentException(
                        "bundle list line " + number + ": twice in the list: " + path);
            }
            entries.add(new Entry(Integer.parseInt(matcher.group(1)), matcher.group(2), path));
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("bundle list: names no bundle");
        }
        return new BundleList(entries, text);
    }

    /** A short key that changes with the list and with the folder it is installed from. */
    String cacheKey(Path home) {
        return Crc32.of(home.toString().getBytes(StandardCharsets.UTF_8))
                .concat(Crc32.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}

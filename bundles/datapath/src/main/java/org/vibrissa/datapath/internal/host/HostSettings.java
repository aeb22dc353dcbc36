package org.vibrissa.datapath.internal.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Sysctl;
import org.vibrissa.runtime.AtomicFile;

/**
 * Kernel settings the datapath needs, with what they were before it came: kept in a file, so that a
 * purge after any number of restarts puts back what the user had.
 */
final class HostSettings {
    private final Sysctl sysctl;
    private final Path file;
    private final Map<String, String> before = new TreeMap<>();

    HostSettings(Sysctl sysctl, Path file) {
        this.sysctl = sysctl;
        this.file = file;
        if (Files.exists(file)) {
            Properties lines = new Properties();
            try (var in = Files.newBufferedReader(file)) {
                lines.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            lines.forEach((key, value) -> before.put(key.toString(), value.toString()));
        }
    }

    /** Writes a setting; the first value ever seen is the one that a purge puts back. */
    synchronized void set(String key, String value) {
        String now = sysctl.read(key);
        if (now.equals(value)) {
            return;
        }
        if (before.putIfAbsent(key, now) == null) {
            save();
        }
        sysctl.write(key, value);
    }

    /** What was before, by key. */
    synchronized Map<String, String> before() {
        return Map.copyOf(before);
    }

    /** Puts all back; settings of a device that is gone are gone with it. */
    synchronized void restore() {
        before.forEach(
                (key, value) -> {
                    try {
                        sysctl.write(key, value);
                    } catch (NetlinkException e) {
                        if (!e.errnoName().equals("ENOENT")) {
                            throw e;
                        }
                    }
                });
        before.clear();
        save();
    }

    private void save() {
        StringBuilder text = new StringBuilder();
        before.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}

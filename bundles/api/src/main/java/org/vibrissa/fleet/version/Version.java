package org.vibrissa.fleet.version;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When and where a resource was last written, and what was written then; kept in the resource's
 * annotation. The greater one wins, on every host.
 *
 * @param time by the hybrid logical clock
 * @param hash of the content, 16 hex digits, so that a later edit is seen; {@link #GONE} when the
 *     resource was deleted
 * @param node who wrote it
 */
public record Version(Stamp time, String hash, String node) implements Comparable<Version> {
    /** The hash of what was deleted. */
    public static final String GONE = "0000000000000000";

    private static final Comparator<Version> ORDER =
            Comparator.comparing(Version::time)
                    .thenComparing(Version::node)
                    .thenComparing(Version::hash);
    private static final Pattern SHAPE =
            Pattern.compile("([0-9a-f]{12})\\.([0-9a-f]{4})\\.([0-9a-f]{16})\\.([-a-z0-9]{1,63})");

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    public boolean newerThan(Version other) {
        return compareTo(other) > 0;
    }

    public boolean deleted() {
        return hash.equals(GONE);
    }

    /** As in the annotation: milliseconds, counter, hash, node. */
    @Override
    public String toString() {
        return time + "." + hash + "." + node;
    }

    /** Empty when the text is none. */
    public static Optional<Version> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Stamp time =
                new Stamp(
                        Long.parseLong(matcher.group(1), 16),
                        Integer.parseInt(matcher.group(2), 16));
        return Optional.of(new Version(time, matcher.group(3), matcher.group(4)));
    }
}

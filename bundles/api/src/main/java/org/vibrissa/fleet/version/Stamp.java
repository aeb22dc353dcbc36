package org.vibrissa.fleet.version;

import java.util.Comparator;
import java.util.Optional;

/**
 * A reading of a hybrid logical clock.
 *
 * @param millis since the epoch, 0..2^47
 * @param counter orders readings within one millisecond, 0..65535
 */
public record Stamp(long millis, int counter) implements Comparable<Stamp> {
    /** Before every reading: of what was declared before its host joined. */
    public static final Stamp ZERO = new Stamp(0, 0);

    /** Readings are below this. */
    public static final long MAX_MILLIS = 1L << 47;

    static final int MAX_COUNTER = 0xffff;

    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::millis).thenComparingInt(Stamp::counter);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    /** The next greater one. */
    Stamp next() {
        return counter < MAX_COUNTER ? new Stamp(millis, counter + 1) : new Stamp(millis + 1, 0);
    }

    /** 12 hex digits, a dot, 4 hex digits. */
    @Override
    public String toString() {
        return String.format("%012x.%04x", millis, counter);
    }

    /** Empty when the text is none. */
    public static Optional<Stamp> parse(String text) {
        return Version.parse(text + "." + Version.GONE + ".x").map(Version::time);
    }
}

package org.vibrissa.control.internal.print;

import java.time.Duration;

/** Durations for people: {@code 350ms}, {@code 42s}, {@code 1m20s}, {@code 3h5m}, {@code 2d4h}. */
public final class Durations {
    private Durations() {}

    public static String text(Duration duration) {
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        long s = duration.toSeconds();
        if (s < 1) {
            return duration.toMillis() + "ms";
        }
        if (s < 60) {
            return s + "s";
        }
        if (s < 3600) {
            return two(s / 60, "m", s % 60, "s");
        }
        if (s < 86_400) {
            return two(s / 3600, "h", s % 3600 / 60, "m");
        }
        return two(s / 86_400, "d", s % 86_400 / 3600, "h");
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
    }
}

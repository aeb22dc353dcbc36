package org.vibrissa.hubble.internal.print;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Hubble's command line writes and reads them: {@code 1h43m}, {@code 1.5s}. */
public final class GoDuration {
    private static final Pattern PART =
            Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

    private GoDuration() {}

    /** Rounded to seconds. */
    public static String seconds(long nanos) {
        long all = Math.round(nanos / 1e9);
        long hours = all / 3600;
        long minutes = all / 60 % 60;
        String text = all % 60 + "s";
        if (all >= 60) {
            text = minutes + "m" + text;
        }
        return all >= 3600 ? hours + "h" + text : text;
    }

    /** What a text says; empty when it is no duration. */
    public static Optional<Duration> parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = PART.matcher(rest);
        double nanos = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            nanos += Double.parseDouble(matcher.group(1)) * NANOS.get(matcher.group(2));
            end = matcher.end();
        }
        if (end == 0 || end != rest.length() || nanos > Long.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) (negative ? -nanos : nanos)));
    }
}

package org.vibrissa.fleet.internal.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vibrissa.control.CommandFailed;

/** Time spans as users write them. */
final class Spans {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Duration MAX = Duration.ofDays(365);

    private Spans() {}

    static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailed.usage(
                    "not a time span: \"" + text + "\"", "Write 90s, 15m, 1h or 7d.");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration span =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        if (span.isZero() || span.compareTo(MAX) > 0) {
            throw CommandFailed.usage("--ttl must be 1s..365d, not " + text, "");
        }
        return span;
    }
}

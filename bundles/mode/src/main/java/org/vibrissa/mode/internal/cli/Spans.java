package org.vibrissa.mode.internal.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vibrissa.control.CommandFailed;

/** Time spans as users write them. */
final class Spans {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,7})(ms|s|m|h)");

    private Spans() {}

    /** Reads one. */
    static Duration parse(String option, String text, Duration least, Duration most) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailed.usage(
                    option + " is not a time span: \"" + text + "\"", "Write 500ms, 30s or 5m.");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration span =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
            throw CommandFailed.usage(
                    "%s must be %d..%d ms, not %s"
                            .formatted(option, least.toMillis(), most.toMillis(), text),
                    "");
        }
        return span;
    }
}

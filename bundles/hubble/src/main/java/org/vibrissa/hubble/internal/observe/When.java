package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.vibrissa.hubble.internal.print.GoDuration;

/** Times that users write: how long ago, or a date. */
final class When {
    private static final List<Function<String, Instant>> FORMS =
            List.of(
                    text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC),
                    text -> offset(text, "uuuu-MM-dd'T'HHXXX"),
                    text -> offset(text, "uuuu-MM-dd'T'HH:mmXXX"),
                    text -> OffsetDateTime.parse(text).toInstant(),
                    text -> offset(text, "EEE, dd MMM uuuu HH:mm:ss xx"));

    private When() {}

    /**
     * The time that is meant.
     *
     * @param clock what "ago" counts from
     * @throws IllegalArgumentException when it is none
     */
    static Timestamp parse(String text, Clock clock) {
        Instant time =
                GoDuration.parse(text)
                        .map(ago -> clock.instant().minus(ago))
                        .orElseGet(() -> date(text));
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Instant date(String text) {
        DateTimeException problem = null;
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(text);
            } catch (DateTimeException e) {
                problem = e;
            }
        }
        throw new IllegalArgumentException(
                "failed to convert "
                        + text
                        + " to time: write 5m, 1h30m, 2026-01-31 or 2026-01-31T12:00:00Z",
                problem);
    }

    private static Instant offset(String text, String pattern) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        return form.parse(
                        text,
                        parsed -> LocalDateTime.from(parsed).atOffset(ZoneOffset.from(parsed)))
                .toInstant();
    }
}

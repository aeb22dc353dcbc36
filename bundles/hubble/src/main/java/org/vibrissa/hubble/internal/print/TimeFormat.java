package org.vibrissa.hubble.internal.print;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How times are shown, by the names that {@code --time-format} knows. Always UTC, as Hubble does.
 */
public enum TimeFormat {
    STAMP_MILLI("StampMilli", pattern("MMM ppd HH:mm:ss.SSS")),
    YEAR_MONTH_DAY("YearMonthDay", pattern("uuuu-MM-dd")),
    YEAR_MONTH_DAY_HOUR("YearMonthDayHour", pattern("uuuu-MM-dd'T'HHXXX")),
    YEAR_MONTH_DAY_HOUR_MINUTE("YearMonthDayHourMinute", pattern("uuuu-MM-dd'T'HH:mmXXX")),
    RFC3339("RFC3339", fraction(0)),
    RFC3339_MILLI("RFC3339Milli", fraction(3)),
    RFC3339_MICRO("RFC3339Micro", fraction(6)),
    RFC3339_NANO("RFC3339Nano", fraction(9)),
    RFC1123Z("RFC1123Z", pattern("EEE, dd MMM uuuu HH:mm:ss xx"));

    private final String title;
    private final DateTimeFormatter formatter;

    TimeFormat(String title, DateTimeFormatter formatter) {
        this.title = title;
        this.formatter = formatter;
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** As many digits as there are, at most this many. */
    private static DateTimeFormatter fraction(int digits) {
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss");
        if (digits > 0) {
            builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, digits, true);
        }
        return builder.appendPattern("XXX").toFormatter(Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** The names in the order of the help. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(each -> each.title).toList();
    }

    /** The format of a name, in any case. */
    public static Optional<TimeFormat> of(String title) {
        return Arrays.stream(values())
                .filter(each -> each.title.equalsIgnoreCase(title))
                .findFirst();
    }

    /** The time as text; {@code N/A} when there is none. */
    String text(Timestamp time, boolean known) {
        return known
                ? formatter.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
                : "N/A";
    }
}

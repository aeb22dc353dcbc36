package org.vibrissa.config.internal.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vibrissa.config.ValueType;

/** Text of each type to the value a component gets, and back to canonical text. */
public final class TypedText {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15})(ns|us|ms|s|m|h|d)");
    private static final Pattern BYTES =
            Pattern.compile("([0-9]{1,18})\\s*(?:([KMGT])(?:iB|B)?|B)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L,
                    "d", 86_400_000_000_000L);
    private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms", "us", "ns");
    private static final String SIZES = "KMGT";

    private TypedText() {}

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException saying what the type looks like
     */
    public static Object read(ValueType type, String text) {
        return switch (type) {
            case STRING, ENUM -> text;
            case INT -> number(text);
            case BOOL -> bool(text);
            case DURATION -> nanos(text);
            case BYTES -> bytes(text);
            case LIST -> items(text).toArray(String[]::new);
        };
    }

    /** Canonical text of what {@link #read} gave. */
    public static String write(ValueType type, Object value) {
        return switch (type) {
            case STRING, ENUM, INT, BOOL -> value.toString();
            case DURATION -> duration((Long) value);
            case BYTES -> size((Long) value);
            case LIST -> "[" + String.join(", ", (String[]) value) + "]";
        };
    }

    /** The items of a list written with commas, with or without brackets. */
    private static List<String> items(String text) {
        String inner = text.strip();
        if (inner.startsWith("[") && inner.endsWith("]")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        return Stream.of(inner.split(",", -1))
                .map(String::strip)
                .filter(i -> !i.isEmpty())
                .toList();
    }

    private static Long number(String text) {
        if (!text.matches("[+-]?[0-9]{1,18}")) {
            throw new IllegalArgumentException("not a whole number");
        }
        return Long.valueOf(text);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Long nanos(String text) {
        Matcher part = DURATION.matcher(text);
        long sum = 0;
        int end = 0;
        try {
            while (part.find() && part.start() == end) {
                long unit = NANOS.get(part.group(2));
                sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(part.group(1)), unit));
                end = part.end();
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("longer than 292 years", e);
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException(
                    "not a duration such as 30s, 500ms or 1h30m (units ns us ms s m h d)");
        }
        return sum;
    }

    private static Long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size such as 4096, 64KiB or 16M");
        }
        String unit = matcher.group(2);
        int power = unit == null ? 0 : SIZES.indexOf(unit.toUpperCase(Locale.ROOT)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("larger than 8 EiB", e);
        }
    }

    private static String duration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        List<String> parts = new ArrayList<>();
        long rest = nanos;
        for (String unit : UNITS) {
            long size = NANOS.get(unit);
            if (rest >= size) {
                parts.add(rest / size + unit);
                rest %= size;
            }
        }
        return String.join("", parts);
    }

    private static String size(long bytes) {
        int power = 0;
        long rest = bytes;
        while (power < SIZES.length() && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(bytes) : rest + "" + SIZES.charAt(power - 1) + "iB";
    }
}

package org.vibrissa.config.internal.key;

import java.util.Arrays;
import java.util.List;
import org.vibrissa.config.Key;
import org.vibrissa.config.ValueType;

/** Text of a key to its typed value, within what the declaration allows. */
public final class KeyCheck {
    private KeyCheck() {}

    /**
     * Reads and checks.
     *
     * @throws IllegalArgumentException saying why the text is not a value of this key
     */
    public static Object typed(Key key, String text) {
        Object value;
        try {
            value = TypedText.read(key.type(), text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is " + e.getMessage(), e);
        }
        checkAllowed(key, value);
        checkRange(key, value);
        checkPower(key, value);
        return value;
    }

    private static void checkAllowed(Key key, Object value) {
        if (key.values().isEmpty()) {
            return;
        }
        List<String> items =
                value instanceof String[] list ? Arrays.asList(list) : List.of(value.toString());
        for (String item : items) {
            if (!key.values().contains(item)) {
                throw new IllegalArgumentException(
                        "'" + item + "' is none of " + String.join(", ", key.values()));
            }
        }
    }

    private static void checkRange(Key key, Object value) {
        boolean list = value instanceof String[];
        if (!(value instanceof Long) && !list) {
            return;
        }
        long measure = list ? ((String[]) value).length : (Long) value;
        if (key.min().isPresent() && measure < key.min().getAsLong()) {
            throw new IllegalArgumentException(
                    shown(key, value) + " is less than " + limit(key, key.min().getAsLong()));
        }
        if (key.max().isPresent() && measure > key.max().getAsLong()) {
            throw new IllegalArgumentException(
                    shown(key, value) + " is more than " + limit(key, key.max().getAsLong()));
        }
    }

    private static void checkPower(Key key, Object value) {
        if (!key.powerOfTwo() || isPower((Long) value)) {
            return;
        }
        if ((Long) value < 0) {
            throw new IllegalArgumentException(shown(key, value) + " is not a power of two");
        }
        long below = Long.highestOneBit((Long) value);
        throw new IllegalArgumentException(
                shown(key, value)
                        + " is not a power of two; next to it are "
                        + shown(key, below)
                        + " and "
                        + shown(key, 2 * below));
    }

    private static boolean isPower(long value) {
        return value == 0 || (value > 0 && Long.bitCount(value) == 1);
    }

    private static String shown(Key key, Object value) {
        return TypedText.write(key.type(), value);
    }

    /** A limit as people write it. */
    public static String limit(Key key, long limit) {
        if (key.type() == ValueType.LIST) {
            return limit + " items";
        }
        String text = TypedText.write(key.type(), limit);
        return key.unit().isEmpty() ? text : text + " " + key.unit();
    }
}

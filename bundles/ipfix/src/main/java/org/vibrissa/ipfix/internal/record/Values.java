package org.vibrissa.ipfix.internal.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Values of the lengths that elements have, in network byte order. */
final class Values {
    private static final int SHORT_TEXT = 254;

    private Values() {}

    static Field of(Element element, ToLongFunction<Sight> number) {
        return new Field(
                element,
                switch (element.length()) {
                    case 1 -> (sight, out) -> out.put((byte) number.applyAsLong(sight));
                    case 2 -> (sight, out) -> out.putShort((short) number.applyAsLong(sight));
                    case 4 -> (sight, out) -> out.putInt((int) number.applyAsLong(sight));
                    case 6 -> (sight, out) -> put48(number.applyAsLong(sight), out);
                    case 8 -> (sight, out) -> out.putLong(number.applyAsLong(sight));
                    default -> throw new IllegalArgumentException("no number: " + element);
                });
    }

    /** Text of at most {@code limit} characters; what is behind them is left out. */
    static Field text(Element element, int limit, Function<Sight, String> text) {
        return new Field(element, (sight, out) -> putText(text.apply(sight), limit, out));
    }

    private static void put48(long value, ByteBuffer out) {
        out.putShort((short) (value >>> 32)).putInt((int) value);
    }

    private static void putText(String text, int limit, ByteBuffer out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length <= limit ? bytes.length : wholeCharacters(bytes, limit);
        if (length <= SHORT_TEXT) {
            out.put((byte) length);
        } else {
            out.put((byte) 255).putShort((short) length);
        }
        out.put(bytes, 0, length);
    }

    /** At most {@code limit} without a character cut in two. */
    private static int wholeCharacters(byte[] bytes, int limit) {
        int end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}

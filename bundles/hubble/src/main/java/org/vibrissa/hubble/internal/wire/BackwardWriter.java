package org.vibrissa.hubble.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a protobuf message from its end to its begin, so that the length of what is nested is
 * known when it is to be written. Fields come in the opposite order of the calls, which means
 * nothing to readers. For one thread.
 */
final class BackwardWriter {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private byte[] bytes = new byte[4096];
    private int at = bytes.length;

    /** Begins anew. */
    void clear() {
        at = bytes.length;
    }

    /** Bytes so far; the difference of two readings is the length of what was written between. */
    int size() {
        return bytes.length - at;
    }

    /** Copies what was written. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, at, target, offset, size());
    }

    /** A number that is not 0; 0 is not written, as in proto3. */
    void number(int field, long value) {
        if (value != 0) {
            varint(value);
            varint((long) field << 3 | VARINT);
        }
    }

    void flag(int field, boolean value) {
        number(field, value ? 1 : 0);
    }

    /** Text, or a message that is encoded already; nothing when it is empty, as in proto3. */
    void text(int field, byte[] encoded) {
        if (encoded.length > 0) {
            message(field, encoded);
        }
    }

    void text(int field, String value) {
        text(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A message that is encoded already, also an empty one. */
    void message(int field, byte[] encoded) {
        room(encoded.length);
        at -= encoded.length;
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        head(field, encoded.length);
    }

    /**
     * Ends a message that was written field by field.
     *
     * @param before the {@link #size} before its first field
     */
    void end(int field, int before) {
        head(field, size() - before);
    }

    private void head(int field, int length) {
        varint(length);
        varint((long) field << 3 | LENGTH_DELIMITED);
    }

    private void varint(long value) {
        room(10);
        // 64 bits in sevens; the size first, as its first byte is the lowest seven bits.
        int size = value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
        at -= size;
        long rest = value;
        for (int i = 0; i < size - 1; i++) {
            bytes[at + i] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[at + size - 1] = (byte) rest;
    }

    private void room(int needed) {
        if (at < needed) {
            int used = size();
            byte[] larger = new byte[Math.max(2 * bytes.length, used + needed)];
            System.arraycopy(bytes, at, larger, larger.length - used, used);
            at = larger.length - used;
            bytes = larger;
        }
    }

    /** For tests. */
    byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }
}

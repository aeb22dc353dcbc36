package org.vibrissa.metrics.internal.expose;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes text as UTF-8 through a buffer, without an object for each piece. For one thread. */
final class TextWriter {
    private static final int SIZE = 1 << 13;
    private static final double PLAIN = 1e7;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private final byte[] digits = new byte[20];
    private int used;

    TextWriter(OutputStream out) {
        this.out = out;
    }

    /** Gives what is left in the buffer to the stream, which stays open. */
    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    private void octet(int octet) throws IOException {
        if (used == SIZE) {
            flush();
        }
        buffer[used++] = (byte) octet;
    }

    void bytes(byte[] bytes) throws IOException {
        if (bytes.length > SIZE - used) {
            flush();
            out.write(bytes);
            return;
        }
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    /** Text of ASCII characters. */
    void ascii(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            octet(text.charAt(i));
        }
    }

    /** Any text with backslash, newline and, if wanted, quotation mark escaped. */
    void escaped(String text, boolean quotes) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                escapedUnicode(text, i, quotes);
                return;
            }
            escaped(c, quotes);
        }
    }

    private void escapedUnicode(String text, int from, boolean quotes) throws IOException {
        for (byte octet : text.substring(from).getBytes(StandardCharsets.UTF_8)) {
            escaped(octet, quotes);
        }
    }

    private void escaped(int octet, boolean quotes) throws IOException {
        if (octet == '\n') {
            octet('\\');
            octet('n');
            return;
        }
        if (octet == '\\' || (octet == '"' && quotes)) {
            octet('\\');
        }
        octet(octet);
    }

    /** A whole number that is not negative. */
    void whole(long number) throws IOException {
        int at = digits.length;
        long left = number;
        do {
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left != 0);
        while (at < digits.length) {
            octet(digits[at++]);
        }
    }

    /** A number as Java writes it, infinities as {@code +Inf} and {@code -Inf}. */
    void number(double value) throws IOException {
        if (value >= 0 && value < PLAIN && value == (long) value && 1 / value > 0) {
            whole((long) value);
            ascii(".0");
        } else if (Double.isInfinite(value)) {
            ascii(value > 0 ? "+Inf" : "-Inf");
        } else {
            ascii(Double.toString(value));
        }
    }
}

package org.vibrissa.control.internal.commands;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** Writes plain files as a ustar archive. */
final class TarWriter {
    private static final int BLOCK = 512;

    private final OutputStream out;
    private final long time;

    TarWriter(OutputStream out, Instant time) {
        this.out = out;
        this.time = time.getEpochSecond();
    }

    /** Adds a file. The name has at most 100 ASCII characters. */
    void add(String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, 100, name);
        put(header, 100, 8, "0000644");
        put(header, 108, 8, "0000000");
        put(header, 116, 8, "0000000");
        put(header, 124, 12, octal(content.length, 11));
        put(header, 136, 12, octal(time, 11));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        put(header, 257, 8, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, 8, octal(sum, 6) + "\0 ");
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** Ends the archive; the stream stays open. */
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static String octal(long value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    private static void put(byte[] header, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > room) {
            throw new IllegalArgumentException(text + " is longer than " + room);
        }
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

package org.vibrissa.control.internal.cli;

import java.io.OutputStream;

/** A stream of the client's: bytes become frames of at most {@value #CHUNK} bytes. */
final class FrameOutput extends OutputStream {
    private static final int CHUNK = 16 << 10;

    private final FrameSender sender;
    private final char type;
    private final byte[] buffer = new byte[CHUNK];
    private int used;

    FrameOutput(FrameSender sender, char type) {
        this.sender = sender;
        this.type = type;
    }

    @Override
    public void write(int b) {
        if (used == CHUNK) {
            flush();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == CHUNK) {
                flush();
            }
            int part = Math.min(left, CHUNK - used);
            System.arraycopy(bytes, from, buffer, used, part);
            used += part;
            from += part;
            left -= part;
        }
    }

    @Override
    public void flush() {
        if (used > 0) {
            int length = used;
            used = 0;
            sender.send(type, buffer, 0, length);
        }
    }
}

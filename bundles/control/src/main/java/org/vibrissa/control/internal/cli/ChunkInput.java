package org.vibrissa.control.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** A stream over what the client sends; asks for it at the first read. */
final class ChunkInput extends InputStream {
    private final Supplier<Chunks> request;
    private Optional<Chunks> source = Optional.empty();
    private byte[] chunk = new byte[0];
    private int position;
    private boolean ended;

    ChunkInput(Supplier<Chunks> request) {
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, into, offset, part);
        position += part;
        return part;
    }

    private boolean fill() throws IOException {
        while (!ended && position == chunk.length) {
            if (source.isEmpty()) {
                source = Optional.of(request.get());
            }
            Optional<byte[]> next = next(source.get());
            ended = next.isEmpty();
            chunk = next.orElse(chunk);
            position = ended ? chunk.length : 0;
        }
        return !ended;
    }

    private static Optional<byte[]> next(Chunks source) throws IOException {
        try {
            return source.next();
        } catch (Chunks.ClientError e) {
            throw new IOException("cannot read " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled while reading standard input");
        }
    }
}

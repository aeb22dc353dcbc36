package org.vibrissa.control.internal.cli;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What a client sends in answer to one file request: chunks, then an end or an error. Filled by the
 * event loop, read by the command's thread. When more than {@value #HIGH} bytes wait, the filler is
 * told to stop reading the socket until fewer than {@value #LOW} do.
 */
final class Chunks {
    private static final int HIGH = 1 << 20;
    private static final int LOW = 256 << 10;

    /** Switches reading of the socket. */
    interface Flow {
        void reading(boolean on);
    }

    private final Flow flow;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean stopped;
    private boolean ended;
    private boolean discarding;
    private String error = "";

    Chunks(Flow flow) {
        this.flow = flow;
    }

    synchronized void add(byte[] chunk) {
        if (discarding || ended) {
            return;
        }
        waiting.add(chunk);
        bytes += chunk.length;
        if (bytes > HIGH && !stopped) {
            stopped = true;
            flow.reading(false);
        }
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized void fail(String why) {
        error = why;
        end();
    }

    /** Whether end or error has come. */
    synchronized boolean ended() {
        return ended;
    }

    /** Drops what waits and what still comes. */
    synchronized void discard() {
        discarding = true;
        waiting.clear();
        bytes = 0;
        resume();
    }

    /**
     * Waits for the next chunk; empty at the end.
     *
     * @throws ClientError with the client's words when it could not read
     */
    synchronized Optional<byte[]> next() throws InterruptedException, ClientError {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        byte[] chunk = waiting.poll();
        if (chunk == null) {
            if (!error.isEmpty()) {
                throw new ClientError(error);
            }
            return Optional.empty();
        }
        bytes -= chunk.length;
        if (bytes < LOW) {
            resume();
        }
        return Optional.of(chunk);
    }

    private void resume() {
        if (stopped) {
            stopped = false;
            flow.reading(true);
        }
    }

    /** The client's reason why it sent no file. */
    static final class ClientError extends Exception {
        private static final long serialVersionUID = 1L;

        ClientError(String message) {
            super(message);
        }
    }
}

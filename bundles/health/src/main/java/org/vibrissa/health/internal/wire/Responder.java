package org.vibrissa.health.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vibrissa.health.internal.loop.Loop;

/** Says hello to whoever connects, one answer a connection. Strangers cost little: see limits. */
public final class Responder {
    private static final int MOST_OPEN = 256;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Loop loop;
    private final Supplier<Hello> hello;
    private int open;

    public Responder(Loop loop, Supplier<Hello> hello) {
        this.loop = loop;
        this.hello = hello;
    }

    /** Serves a bound socket from now on; by any thread. */
    public void serve(ServerSocketChannel server) {
        loop.execute(
                () -> {
                    try {
                        loop.register(server, SelectionKey.OP_ACCEPT, key -> accept(key, server));
                    } catch (IOException e) {
                        Loop.close(server);
                    }
                });
    }

    /** Serves it no more and closes it; by any thread. */
    public void end(ServerSocketChannel server) {
        loop.execute(() -> Loop.close(server));
    }

    private void accept(SelectionKey listening, ServerSocketChannel server) {
        try {
            SocketChannel client = server.accept();
            if (client == null) {
                return;
            }
            if (open >= MOST_OPEN) {
                Loop.close(client);
                return;
            }
            new Connection(client).begin();
        } catch (IOException e) {
            // The client gave up, or no descriptor is left: not asked for again at once.
            listening.interestOps(0);
            loop.after(PAUSE, () -> listenAgain(listening));
        }
    }

    private static void listenAgain(SelectionKey listening) {
        if (listening.isValid()) {
            listening.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private final class Connection {
        private final SocketChannel client;
        private final ByteBuffer received = ByteBuffer.allocate(Hello.MOST_BYTES);
        private ByteBuffer answer = ByteBuffer.allocate(0);
        private Loop.Timer deadline;

        Connection(SocketChannel client) {
            this.client = client;
        }

        void begin() throws IOException {
            open++;
            deadline = loop.after(PATIENCE, this::end);
            try {
                loop.register(client, SelectionKey.OP_READ, this::ready);
            } catch (IOException e) {
                end();
                throw e;
            }
        }

        private void ready(SelectionKey key) {
            try {
                if (key.isReadable()) {
                    read(key);
                } else if (key.isWritable()) {
                    write(key);
                }
            } catch (IOException e) {
                end();
            }
        }

        private void read(SelectionKey key) throws IOException {
            if (client.read(received) < 0) {
                end();
                return;
            }
            byte[] request = Arrays.copyOf(received.array(), received.position());
            byte[] bytes = hello.get().answerTo(request);
            if (bytes.length > 0) {
                answer = ByteBuffer.wrap(bytes);
                write(key);
            }
        }

        private void write(SelectionKey key) throws IOException {
            client.write(answer);
            if (answer.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
            } else {
                end();
            }
        }

        private void end() {
            if (deadline != null) {
                deadline.cancel();
                deadline = null;
                open--;
                Loop.close(client);
            }
        }
    }
}

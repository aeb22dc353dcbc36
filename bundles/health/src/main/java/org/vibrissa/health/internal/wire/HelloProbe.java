package org.vibrissa.health.internal.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;
import org.vibrissa.health.internal.loop.Loop;

/** Connects, asks for a hello and reads it. For the loop's thread. */
public final class HelloProbe {
    private final String node;
    private final Consumer<Outcome> done;
    private final ByteBuffer request = ByteBuffer.wrap(Hello.request());
    private final ByteBuffer received = ByteBuffer.allocate(Hello.MOST_BYTES);
    private final long begin = System.nanoTime();
    private SocketChannel channel;
    private Loop.Timer deadline;
    private boolean ended;

    private HelloProbe(String node, Consumer<Outcome> done) {
        this.node = node;
        this.done = done;
    }

    /**
     * Begins one; {@code done} is called once, perhaps before this returns.
     *
     * @param node who must answer
     */
    public static void send(
            Loop loop,
            InetSocketAddress to,
            String node,
            long patienceNanos,
            Consumer<Outcome> done) {
        HelloProbe probe = new HelloProbe(node, done);
        probe.deadline =
                loop.after(
                        patienceNanos,
                        () -> probe.fail(new SocketTimeoutException("no answer in time")));
        try {
            probe.channel = SocketChannel.open();
            SelectionKey key = loop.register(probe.channel, SelectionKey.OP_CONNECT, probe::ready);
            if (probe.channel.connect(to)) {
                probe.write(key);
            }
        } catch (IOException | RuntimeException e) {
            probe.fail(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                write(key);
            } else if (key.isWritable()) {
                write(key);
            } else if (key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void write(SelectionKey key) throws IOException {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        if (channel.read(received) < 0) {
            Hello hello = Hello.parse(Arrays.copyOf(received.array(), received.position()));
            if (!hello.node().equals(node)) {
                throw new IOException("node " + hello.node() + " answers there");
            }
            end(Outcome.answered(System.nanoTime() - begin, hello));
        } else if (!received.hasRemaining()) {
            throw new IOException("what answers is not Vibrissa");
        }
    }

    private void fail(Exception e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        end(Outcome.failed(text.replace("Connection refused", "connection refused")));
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        if (channel != null) {
            Loop.close(channel);
        }
        done.accept(outcome);
    }
}

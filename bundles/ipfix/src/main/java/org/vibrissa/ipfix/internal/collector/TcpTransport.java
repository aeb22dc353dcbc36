package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Messages behind each other in a connection. A collector that does not read stops the sender. */
final class TcpTransport implements Transport {
    private static final int CONNECT_MILLIS = 5000;
    private static final int SELECT_MILLIS = 1000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer unwanted = ByteBuffer.allocate(64);
    private volatile boolean waits;

    TcpTransport(InetSocketAddress to) throws IOException {
        channel = SocketChannel.open();
        try {
            channel.socket().connect(to, CONNECT_MILLIS);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.configureBlocking(false);
            selector = Selector.open();
            key = channel.register(selector, SelectionKey.OP_WRITE);
        } catch (SocketTimeoutException e) {
            channel.close();
            throw new IOException("no answer in " + CONNECT_MILLIS + " ms", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        checkOpen();
        while (message.hasRemaining()) {
            if (channel.write(message) == 0) {
                awaitRoom();
            }
        }
        waits = false;
    }

    private void awaitRoom() throws IOException {
        waits = true;
        selector.select(SELECT_MILLIS);
        selector.selectedKeys().clear();
        if (!key.isValid()) {
            throw new ClosedChannelException();
        }
    }

    /**
     * A collector says nothing, so what can be read is that it has gone: better known before
     * writing, as the first write after it would seem to succeed.
     */
    private void checkOpen() throws IOException {
        unwanted.clear();
        if (channel.read(unwanted) < 0) {
            throw new IOException("the collector has closed the connection");
        }
    }

    @Override
    public boolean survives() {
        return false;
    }

    @Override
    public boolean waits() {
        return waits;
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A message per datagram. The socket is connected, so that a closed port is heard of: the kernel
 * tells it with the next send.
 */
final class UdpTransport implements Transport {
    private final DatagramChannel channel;

    UdpTransport(InetSocketAddress to) throws IOException {
        channel = DatagramChannel.open();
        try {
            channel.connect(to);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        channel.write(message);
    }

    @Override
    public boolean survives() {
        return channel.isOpen();
    }

    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

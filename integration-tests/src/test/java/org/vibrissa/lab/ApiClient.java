package org.vibrissa.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client of a daemon's socket that decides itself how fast it speaks. */
public final class ApiClient implements AutoCloseable {
    private final SocketChannel channel;

    private ApiClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects; returns once the daemon's kernel has taken the connection. */
    public static ApiClient connect(Host host) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(host.socket()));
            return new ApiClient(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("connect to " + host.socket(), e);
        }
    }

    /** A request after which the daemon closes. */
    public static String request(String method, String path, String body) {
        return method
                + " "
                + path
                + " HTTP/1.1\r\nHost: vibrissa\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    /** Sends all of it. */
    public ApiClient send(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything the daemon says until it closes. */
    public String answer() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(8192);
            while (channel.read(part) >= 0) {
                all.write(part.array(), 0, part.position());
                part.clear();
            }
            return all.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

package org.vibrissa.hubble.internal.client;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, as {@code --server} names it: {@code host:port}, {@code tls://host:port}
 * or {@code unix:///path}.
 *
 * @param target as shown to users
 * @param tls whether the scheme asks for TLS
 */
public record ServerAddress(String target, SocketAddress socket, boolean tls) {
    private static final Pattern TCP =
            Pattern.compile(
                    "(?:(tls|tcp|dns|passthrough)://+)?(?:\\[([^\\]]+)]|([^\\[\\]:/]+)):(\\d{1,5})");

    /** A unix socket. */
    public static ServerAddress of(Path socket) {
        return new ServerAddress(
                "unix://" + socket, new DomainSocketAddress(socket.toString()), false);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException saying how one looks
     */
    public static ServerAddress parse(String text) {
        if (text.startsWith("unix:")) {
            String path = text.substring("unix:".length()).replaceFirst("^//(?=/)", "");
            if (!path.startsWith("/") || path.startsWith("//")) {
                throw new IllegalArgumentException(
                        "server " + text + ": a unix socket needs its whole path: unix:///run/…");
            }
            return of(Path.of(path));
        }
        Matcher matcher = TCP.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(4)) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "server " + text + ": write host:port, tls://host:port or unix:///path");
        }
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return new ServerAddress(
                text,
                InetSocketAddress.createUnresolved(host, port),
                "tls".equals(matcher.group(1)));
    }

    /** The host's name; empty for a unix socket. */
    public String host() {
        return socket instanceof InetSocketAddress tcp ? tcp.getHostString() : "";
    }
}

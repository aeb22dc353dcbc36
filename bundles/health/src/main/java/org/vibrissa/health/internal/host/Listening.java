package org.vibrissa.health.internal.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.health.internal.wire.Responder;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.NamespaceId;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;

/** The listening sockets: at the host's addresses, and inside the health endpoint's namespace. */
final class Listening {
    private static final int BACKLOG = 64;

    private final NetworkNamespaces namespaces;
    private final Responder responder;
    private final int port;
    private final Map<InetAddress, ServerSocketChannel> atHost = new HashMap<>();
    private Optional<Inside> inside = Optional.empty();

    /** A socket stays in the namespace in which it was made. */
    private record Inside(NamespaceId namespace, ServerSocketChannel socket) {}

    Listening(NetworkNamespaces namespaces, Responder responder, int port) {
        this.namespaces = namespaces;
        this.responder = responder;
        this.port = port;
    }

    /**
     * Listens at these addresses and no others.
     *
     * @return why it does not at one of them
     */
    Optional<String> atHost(List<InetAddress> wanted) {
        Set<InetAddress> gone = new HashSet<>(atHost.keySet());
        wanted.forEach(gone::remove);
        gone.forEach(address -> responder.end(atHost.remove(address)));
        Optional<String> problem = Optional.empty();
        for (InetAddress address : wanted) {
            try {
                if (!atHost.containsKey(address)) {
                    ServerSocketChannel socket = bound(new InetSocketAddress(address, port));
                    atHost.put(address, socket);
                    responder.serve(socket);
                }
            } catch (IOException e) {
                problem =
                        Optional.of(
                                "cannot listen at %s port %d: %s"
                                        .formatted(
                                                IpAddresses.format(address), port, e.getMessage()));
            }
        }
        return problem;
    }

    /** Listens inside the namespace, in place of an earlier one of the same name. */
    void inside(NetworkNamespace namespace) throws IOException, InterruptedException {
        if (inside.filter(there -> there.namespace().equals(namespace.id())).isPresent()) {
            return;
        }
        inside.ifPresent(stale -> responder.end(stale.socket()));
        inside = Optional.empty();
        ServerSocketChannel socket;
        try {
            socket = namespaces.inNamespace(namespace, () -> bound(new InetSocketAddress(port)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("listening in " + namespace.name(), e);
        }
        inside = Optional.of(new Inside(namespace.id(), socket));
        responder.serve(socket);
    }

    private static ServerSocketChannel bound(InetSocketAddress at) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return socket.bind(at, BACKLOG);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Listens nowhere. */
    void close() {
        atHost.values().forEach(responder::end);
        atHost.clear();
        inside.ifPresent(there -> responder.end(there.socket()));
        inside = Optional.empty();
    }
}

package org.vibrissa.hubble.internal.relay;

import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vibrissa.hubble.internal.peers.PeerAddress;

/** The nodes of the fleet with channels to them, shared by all clients. Thread safe. */
final class Links implements AutoCloseable {
    private final Supplier<SortedMap<String, PeerAddress>> book;
    private final Function<PeerAddress, ManagedChannel> connector;
    private final String self;
    private final SortedMap<String, Link> links = new TreeMap<>();
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param self name of the node that this listener is on
     */
    Links(
            Supplier<SortedMap<String, PeerAddress>> book,
            Function<PeerAddress, ManagedChannel> connector,
            String self) {
        this.book = book;
        this.connector = connector;
        this.self = self;
    }

    /** All nodes as the fleet has them now, by name. Channels of those that left are closed. */
    synchronized List<Link> now() {
        if (closed) {
            return List.of();
        }
        SortedMap<String, PeerAddress> peers = book.get();
        for (Link link : List.copyOf(links.values())) {
            if (!link.peer().equals(peers.get(link.name()))) {
                links.remove(link.name()).channel().shutdownNow();
            }
        }
        for (PeerAddress peer : peers.values()) {
            links.computeIfAbsent(
                    peer.name(), name -> new Link(peer, connector.apply(peer), name.equals(self)));
        }
        return new ArrayList<>(links.values());
    }

    @Override
    public synchronized void close() {
        closed = true;
        links.values().forEach(link -> link.channel().shutdownNow());
        links.clear();
    }
}

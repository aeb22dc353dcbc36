package org.vibrissa.hubble.internal.peers;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.Member;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * The nodes of the fleet and where their servers are: at the address that the fleet reaches them
 * by, and the port that this node's own server has. Thread safe.
 */
public final class PeerBook {
    private final ResourceStore store;
    private final Supplier<Optional<Fleet>> fleet;
    private final Origin origin;
    private final String socket;
    private final Optional<Listening> listening;

    /**
     * How servers of the fleet listen.
     *
     * @param port TCP
     * @param tls whether with TLS
     */
    public record Listening(int port, boolean tls) {}

    /**
     * Of one node.
     *
     * @param socket path of its own unix socket
     * @param listening empty when it has no other
     */
    public PeerBook(
            ResourceStore store,
            Supplier<Optional<Fleet>> fleet,
            Origin origin,
            String socket,
            Optional<Listening> listening) {
        this.store = store;
        this.fleet = fleet;
        this.origin = origin;
        this.socket = socket;
        this.listening = listening;
    }

    /** This node and all others, by name. */
    public SortedMap<String, PeerAddress> now() {
        SortedMap<String, PeerAddress> peers = new TreeMap<>();
        add(peers, self());
        listening.ifPresent(
                how ->
                        fleet.get().map(Fleet::members).orElse(List.of()).stream()
                                .map(member -> peer(member, how))
                                .forEach(peer -> add(peers, peer)));
        return peers;
    }

    private static void add(SortedMap<String, PeerAddress> peers, PeerAddress peer) {
        peers.put(peer.name(), peer);
    }

    /** Without a TCP listener or an address only this host reaches it. */
    private PeerAddress self() {
        Optional<String> host = listening.flatMap(how -> ownAddress());
        return host.isPresent()
                ? at(origin.node(), host.get(), listening.get())
                : new PeerAddress(origin.nodeName(), "unix://" + socket, "");
    }

    private Optional<String> ownAddress() {
        return store.get(ResourceKey.of("Node", origin.node()))
                .map(Resource::spec)
                .map(spec -> spec.path("addresses").path(0).asText())
                .filter(text -> !text.isEmpty());
    }

    private PeerAddress peer(Member member, Listening how) {
        String address = member.address();
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return at(member.name(), host.replace("[", "").replace("]", ""), how);
    }

    private PeerAddress at(String node, String host, Listening how) {
        Origin there = new Origin(origin.cluster(), node, "");
        return new PeerAddress(
                there.nodeName(),
                bracketed(host) + ":" + how.port(),
                how.tls() ? Origin.serverName(origin.cluster(), node) : "");
    }

    private static String bracketed(String host) {
        if (host.indexOf(':') < 0) {
            return host;
        }
        InetAddress address = IpAddresses.parse(host);
        return "[" + IpAddresses.format(address) + "]";
    }
}

package org.vibrissa.identity.internal.fleet;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.Tables;

/** Brings the names that other hosts told of their endpoints into the table for showing. */
@Component(service = RemoteNames.class, immediate = true)
public final class RemoteNames {
    private static final String BY = "fleet";

    private final Peers peers;
    private final FleetBook book;
    private final TableWriter<RemoteEndpoint.Key, RemoteEndpoint> table;
    private final Subscription ofPeers;
    private final Subscription ofBook;
    private boolean placed;

    @Activate
    public RemoteNames(
            @Reference Tables tables, @Reference Peers peers, @Reference FleetBook book) {
        this.peers = peers;
        this.book = book;
        this.table = tables.writer(RemoteEndpoint.TABLE, BY);
        ofPeers = peers.watch("vib-remote-name-peers", this::placed);
        ofBook = book.watch("vib-remote-names", this::write);
    }

    @Deactivate
    void deactivate() {
        ofPeers.close();
        ofBook.close();
        table.close();
    }

    private void placed() {
        synchronized (this) {
            placed = true;
        }
        write();
    }

    private synchronized void write() {
        if (placed && book.complete()) {
            table.replaceAll(rows(book.others(), peers::get));
            table.initialised();
        }
    }

    /** As for the ipcache: of two hosts that claim an address the last by name is believed. */
    static Map<RemoteEndpoint.Key, RemoteEndpoint> rows(
            Map<String, NodeEndpoints> told, Function<String, Optional<Peer>> peers) {
        Map<RemoteEndpoint.Key, RemoteEndpoint> rows = new HashMap<>();
        new TreeMap<>(told)
                .forEach(
                        (node, endpoints) ->
                                peers.apply(node).ifPresent(peer -> add(rows, peer, endpoints)));
        return rows;
    }

    private static void add(
            Map<RemoteEndpoint.Key, RemoteEndpoint> rows, Peer peer, NodeEndpoints told) {
        for (NodeEndpoints.Group set : told.sets()) {
            for (NodeEndpoints.Entry endpoint : set.endpoints()) {
                RemoteEndpoint row = RemoteEndpoint.of(endpoint.name(), peer.name());
                for (InetAddress address : endpoint.addresses()) {
                    if (peer.prefixes().stream().anyMatch(p -> p.contains(address))) {
                        rows.put(new RemoteEndpoint.Key(BY, address), row);
                    }
                }
            }
        }
    }
}

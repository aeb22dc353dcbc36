package org.vibrissa.identity.internal.fleet;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.identity.internal.IdentityService;
import org.vibrissa.identity.internal.number.FleetNumbers;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

/**
 * Brings what other hosts told of their endpoints into the ipcache, one change a time. With etcd in
 * use its own address book does that, and what is said here goes. A host that is no peer waits for
 * its Node. After a restart the ipcache keeps what it had until all has been read.
 */
@Component(service = RemoteEndpoints.class, immediate = true)
public final class RemoteEndpoints {
    public static final String OWNER = "fleet-endpoints";

    /** Below that of health probes, which go to some of these addresses another way. */
    private static final int PRIORITY = 55;

    private final Ipcache ipcache;
    private final Peers peers;
    private final FleetBook book;
    private final FleetNumbers numbers;
    private final IdentityService identities;
    private final Subscription ofPeers;
    private final Subscription ofBook;
    private final Subscription ofNumbers;
    private final Map<IpPrefix, Ipcache.Entry> told = new HashMap<>();
    private boolean placed;
    private boolean first = true;

    @Activate
    public RemoteEndpoints(
            @Reference Ipcache ipcache,
            @Reference Peers peers,
            @Reference FleetBook book,
            @Reference FleetNumbers numbers,
            @Reference IdentityService identities) {
        this.ipcache = ipcache;
        this.peers = peers;
        this.book = book;
        this.numbers = numbers;
        this.identities = identities;
        ofPeers = peers.watch("vib-remote-peers", this::placed);
        ofBook = book.watch("vib-remote-book", this::write);
        ofNumbers = identities.watchFleet("vib-remote-numbers", this::write);
    }

    @Deactivate
    void deactivate() {
        ofPeers.close();
        ofBook.close();
        ofNumbers.close();
    }

    private void placed() {
        synchronized (this) {
            placed = true;
        }
        write();
    }

    private synchronized void write() {
        if (!placed || !book.complete() || !numbers.allotment().complete()) {
            return;
        }
        Optional<IdentityAllocator> allocator = identities.allocator();
        if (allocator.isEmpty()) {
            return;
        }
        boolean ours = allocator.get().equals(numbers);
        Map<IpPrefix, Ipcache.Entry> now = ours ? entries() : Map.of();
        if (first) {
            first = false;
            told.putAll(now);
            if (now.isEmpty()) {
                ipcache.removeAll(OWNER);
            } else {
                ipcache.replace(OWNER, PRIORITY, now);
            }
            return;
        }
        Map<IpPrefix, Ipcache.Entry> put = new HashMap<>(now);
        put.entrySet().removeIf(e -> e.getValue().equals(told.get(e.getKey())));
        Set<IpPrefix> removed = new HashSet<>(told.keySet());
        removed.removeAll(now.keySet());
        if (!put.isEmpty() || !removed.isEmpty()) {
            ipcache.change(OWNER, PRIORITY, put, removed);
            told.keySet().removeAll(removed);
            told.putAll(put);
        }
    }

    /** Of two hosts that claim an address the last by name is believed, everywhere the same. */
    private Map<IpPrefix, Ipcache.Entry> entries() {
        Map<Labels, Integer> known = new HashMap<>();
        Allotment allotment = numbers.allotment();
        allotment.sets().forEach((number, labels) -> known.put(labels, number));
        Map<String, Integer> groups = new HashMap<>();
        peers.groups().forEach(group -> groups.put(group.name(), group.number()));
        Map<IpPrefix, Ipcache.Entry> all = new HashMap<>();
        new TreeMap<>(book.others())
                .forEach(
                        (node, endpoints) ->
                                peers.get(node)
                                        .ifPresent(
                                                peer -> add(all, peer, endpoints, groups, known)));
        return all;
    }

    private static void add(
            Map<IpPrefix, Ipcache.Entry> all,
            Peer peer,
            NodeEndpoints endpoints,
            Map<String, Integer> groups,
            Map<Labels, Integer> known) {
        for (NodeEndpoints.Group set : endpoints.sets()) {
            int identity =
                    reserved(set.labels())
                            .or(() -> Optional.ofNullable(known.get(set.labels())))
                            .orElse(ReservedIdentity.INIT.number());
            Ipcache.Entry entry =
                    new Ipcache.Entry(
                            identity,
                            groups.getOrDefault(peer.group(), 0),
                            peer.id(),
                            Ipcache.Place.NODE);
            for (NodeEndpoints.Entry endpoint : set.endpoints()) {
                for (InetAddress address : endpoint.addresses()) {
                    if (peer.prefixes().stream().anyMatch(p -> p.contains(address))) {
                        all.put(IpPrefix.host(address), entry);
                    }
                }
            }
        }
    }

    private static Optional<Integer> reserved(Labels labels) {
        for (ReservedIdentity reserved : ReservedIdentity.values()) {
            if (labels.isReserved(reserved.text())) {
                return Optional.of(reserved.number());
            }
        }
        return Optional.empty();
    }

    /** Addresses of other hosts' endpoints that are in the ipcache by this. */
    public synchronized int size() {
        return told.size();
    }

    /** Retracts all. */
    public synchronized void purge() {
        ipcache.removeAll(OWNER);
    }
}

package org.vibrissa.etcd.internal.address;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

/**
 * Brings what other hosts say of their endpoints' addresses into the ipcache, one change a batch.
 * An address whose host has no Node here waits for it. After a start the ipcache keeps what it had
 * until etcd has been listed and the nodes are known.
 */
public final class AddressBook implements Follower, AutoCloseable {
    public static final String OWNER = "etcd";
    static final String SPACE = "ip/";
    private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

    /** Below that of health probes, which go to some of these addresses another way. */
    private static final int PRIORITY = 55;

    private final Ipcache ipcache;
    private final Peers peers;
    private final Keys keys;
    private final String self;
    private final RemoteNames names;
    private final Claims claims = new Claims();
    private final Map<IpPrefix, Ipcache.Entry> told = new HashMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private Map<String, String> own = new HashMap<>();
    private Places places = Places.NONE;
    private Optional<Subscription> watch = Optional.empty();
    private boolean placed;
    private boolean complete;
    private boolean replaced;

    /**
     * A book that is empty and follows nothing yet.
     *
     * @param names takes the names of what comes into the ipcache
     */
    public AddressBook(Ipcache ipcache, Peers peers, Keys keys, String self, RemoteNames names) {
        this.ipcache = ipcache;
        this.peers = peers;
        this.keys = keys;
        this.self = self;
        this.names = names;
    }

    public synchronized void start() {
        names.open();
        watch = Optional.of(peers.watch("etcd-peers", this::moved));
    }

    private synchronized void moved() {
        Places next = Places.of(peers);
        boolean first = !placed;
        placed = true;
        if (first || !next.equals(places)) {
            places = next;
            replaceAll();
        }
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public synchronized void begin() {
        complete = false;
        claims.clear();
        own.clear();
        unreadable.clear();
    }

    @Override
    public synchronized void listed(KeyValue key) {
        note(key);
    }

    @Override
    public synchronized void complete(long revision) {
        complete = true;
        replaceAll();
    }

    private void replaceAll() {
        if (!complete || !placed) {
            return;
        }
        Map<IpPrefix, Ipcache.Entry> all = new HashMap<>();
        Map<IpPrefix, Claim> named = new HashMap<>();
        claims.forEach(
                (address, claim) ->
                        places.entry(claim)
                                .ifPresent(
                                        entry -> {
                                            all.put(address, entry);
                                            named.put(address, claim);
                                        }));
        if (!replaced || !all.equals(told)) {
            ipcache.replace(OWNER, PRIORITY, all);
            told.clear();
            told.putAll(all);
            replaced = true;
        }
        names.replace(named);
    }

    @Override
    public synchronized void changed(List<KeyValue> changes) {
        Set<IpPrefix> touched = new HashSet<>();
        changes.forEach(change -> note(change).ifPresent(touched::add));
        if (!replaced) {
            return;
        }
        Map<IpPrefix, Ipcache.Entry> put = new HashMap<>();
        Set<IpPrefix> removed = new HashSet<>();
        Map<IpPrefix, Claim> named = new HashMap<>();
        for (IpPrefix address : touched) {
            Optional<Claim> claim = claims.get(address);
            Optional<Ipcache.Entry> entry = claim.flatMap(places::entry);
            claim.filter(c -> entry.isPresent()).ifPresent(c -> named.put(address, c));
            if (entry.isPresent() && !entry.get().equals(told.get(address))) {
                put.put(address, entry.get());
            } else if (entry.isEmpty() && told.containsKey(address)) {
                removed.add(address);
            }
        }
        if (!put.isEmpty() || !removed.isEmpty()) {
            ipcache.change(OWNER, PRIORITY, put, removed);
            told.putAll(put);
            told.keySet().removeAll(removed);
        }
        names.change(named, removed);
    }

    private Optional<IpPrefix> note(KeyValue key) {
        String path = key.key().substring(keys.of(SPACE).length());
        int slash = path.indexOf('/');
        try {
            if (slash < 1) {
                throw new IllegalArgumentException("it is not NODE/ADDRESS");
            }
            String node = path.substring(0, slash);
            String text = path.substring(slash + 1);
            if (node.equals(self)) {
                noteOwn(text, key);
                return Optional.empty();
            }
            IpPrefix address = IpPrefix.host(IpAddresses.parse(text));
            if (key.deleted()) {
                claims.remove(address, node);
            } else {
                claims.put(address, Claim.read(node, key.value(), key.modified()));
            }
            unreadable.remove(key.key());
            return Optional.of(address);
        } catch (IllegalArgumentException e) {
            if (key.deleted()) {
                unreadable.remove(key.key());
            } else {
                unreadable.put(key.key(), e.getMessage());
                LOG.warn("etcd: {} is left alone: {}", key.key(), e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void noteOwn(String address, KeyValue key) {
        if (key.deleted()) {
            own.remove(address);
        } else {
            own.put(address, key.value());
        }
    }

    /** What etcd has of this host's own addresses; empty before all was listed. */
    synchronized Optional<Map<String, String>> own() {
        return complete ? Optional.of(Map.copyOf(own)) : Optional.empty();
    }

    /** Notes what this host has just written. */
    synchronized void wrote(Map<String, String> now) {
        own = new HashMap<>(now);
    }

    /** Addresses of other hosts, those too whose host is not known. */
    public synchronized int size() {
        return claims.size();
    }

    /** Addresses that are in the ipcache. */
    public synchronized int inForce() {
        return told.size();
    }

    /** The other hosts that have addresses in etcd. */
    public synchronized Set<String> nodes() {
        return claims.nodes();
    }

    /** Keys in our place that cannot be read, with the reason. */
    public synchronized Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** Stops following; the ipcache keeps what it has. */
    @Override
    public void close() {
        Optional<Subscription> last;
        synchronized (this) {
            last = watch;
            watch = Optional.empty();
            names.close();
        }
        last.ifPresent(Subscription::close);
    }
}

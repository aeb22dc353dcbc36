package org.vibrissa.datapath.internal.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.internal.bpf.IpcacheEntry;
import org.vibrissa.datapath.internal.bpf.IpcacheKey;
import org.vibrissa.datapath.internal.bpf.IphashKey;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.net.IpPrefix;

/**
 * Prefixes in {@code vib_iphash} (single addresses, looked up first) and {@code vib_ipcache} (the
 * trie). The kernel holds what is in force; who contributed what is kept here and told again by its
 * owners after a restart.
 */
@Component
public final class IpcacheTable implements Ipcache {
    private static final int FAMILY_BITS = 32;

    private record Contribution(int priority, Entry entry) {}

    private final BpfMap<IphashKey, IpcacheEntry> hash;
    private final BpfMap<IpcacheKey, IpcacheEntry> trie;
    private final Runnable changed;
    private final Map<IpPrefix, NavigableMap<String, Contribution>> contributions = new HashMap<>();

    @Activate
    public IpcacheTable(@Reference CoreObjects core, @Reference LiveConfig config) {
        this(core.tables().iphash(), core.tables().ipcache(), config::nextGeneration);
    }

    /**
     * Over these maps.
     *
     * @param changed run after each change of what is in force
     */
    IpcacheTable(
            BpfMap<IphashKey, IpcacheEntry> hash,
            BpfMap<IpcacheKey, IpcacheEntry> trie,
            Runnable changed) {
        this.hash = hash;
        this.trie = trie;
        this.changed = changed;
    }

    @Override
    public synchronized void put(String owner, int priority, IpPrefix prefix, Entry entry) {
        contributions
                .computeIfAbsent(prefix.network(), p -> new TreeMap<>())
                .put(owner, new Contribution(priority, entry));
        realise(prefix.network());
    }

    @Override
    public synchronized void remove(String owner, IpPrefix prefix) {
        NavigableMap<String, Contribution> owners = contributions.get(prefix.network());
        if (owners != null && owners.remove(owner) != null) {
            realise(prefix.network());
        }
    }

    @Override
    public synchronized void removeAll(String owner) {
        List.copyOf(contributions.keySet()).forEach(prefix -> remove(owner, prefix));
    }

    private void realise(IpPrefix prefix) {
        Optional<Entry> inForce =
                contributions.get(prefix).values().stream()
                        .max(java.util.Comparator.comparingInt(Contribution::priority))
                        .map(Contribution::entry);
        if (inForce.isPresent()) {
            write(prefix, inForce.get());
        } else {
            contributions.remove(prefix);
            delete(prefix);
        }
    }

    private void write(IpPrefix prefix, Entry entry) {
        IpcacheEntry value =
                new IpcacheEntry(
                        entry.identity(), entry.group(), entry.node(), flags(entry.place()));
        boolean differs =
                prefix.isHost()
                        ? write(hash, hashKey(prefix), value)
                        : write(trie, trieKey(prefix), value);
        if (differs) {
            changed.run();
        }
    }

    /** Whether it was not so before. */
    private static <K> boolean write(BpfMap<K, IpcacheEntry> map, K key, IpcacheEntry value) {
        if (map.get(key).equals(Optional.of(value))) {
            return false;
        }
        map.put(key, value);
        return true;
    }

    private void delete(IpPrefix prefix) {
        if (prefix.isHost()) {
            hash.delete(hashKey(prefix));
        } else {
            trie.delete(trieKey(prefix));
        }
        changed.run();
    }

    @Override
    public Map<IpPrefix, Entry> list() {
        Map<IpPrefix, Entry> result = new HashMap<>();
        hash.forEach(
                (key, value) ->
                        result.put(
                                IpPrefix.host(Words.address(key.family(), key.addr())),
                                entry(value)));
        trie.forEach(
                (key, value) ->
                        result.put(
                                new IpPrefix(
                                        Words.address(key.family(), key.addr()),
                                        key.prefixlen() - FAMILY_BITS),
                                entry(value)));
        return result;
    }

    private static IphashKey hashKey(IpPrefix prefix) {
        return new IphashKey(Words.family(prefix.address()), Words.of(prefix.address()));
    }

    private static IpcacheKey trieKey(IpPrefix prefix) {
        return new IpcacheKey(
                FAMILY_BITS + prefix.length(),
                Words.family(prefix.address()),
                Words.of(prefix.address()));
    }

    private static Entry entry(IpcacheEntry value) {
        return new Entry(value.identity(), value.group(), value.node(), place(value.flags()));
    }

    /** VIB_IP_POOL, VIB_IP_HOST, VIB_IP_NODE of abi.h: bit 1, 2, 3. */
    private static int flags(Place place) {
        return place == Place.ELSEWHERE ? 0 : 1 << place.ordinal();
    }

    private static Place place(int flags) {
        for (Place place : Place.values()) {
            if (place != Place.ELSEWHERE && (flags & 1 << place.ordinal()) != 0) {
                return place;
            }
        }
        return Place.ELSEWHERE;
    }
}

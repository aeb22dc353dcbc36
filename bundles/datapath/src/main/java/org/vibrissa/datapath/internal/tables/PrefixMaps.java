package org.vibrissa.datapath.internal.tables;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Ipcache.Entry;
import org.vibrissa.datapath.Ipcache.Place;
import org.vibrissa.datapath.internal.bpf.IpcacheEntry;
import org.vibrissa.datapath.internal.bpf.IpcacheKey;
import org.vibrissa.datapath.internal.bpf.IphashKey;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.net.IpPrefix;

/**
 * Prefixes in the kernel: single addresses in {@code vib_iphash}, which is looked up first, the
 * rest in the trie {@code vib_ipcache}.
 */
record PrefixMaps(BpfMap<IphashKey, IpcacheEntry> hash, BpfMap<IpcacheKey, IpcacheEntry> trie) {
    private static final int FAMILY_BITS = 32;

    /** Whether it was not so before. */
    boolean put(IpPrefix prefix, Entry entry) {
        IpcacheEntry value =
                new IpcacheEntry(
                        entry.identity(), entry.group(), entry.node(), flags(entry.place()));
        return prefix.isHost()
                ? put(hash, hashKey(prefix), value)
                : put(trie, trieKey(prefix), value);
    }

    private static <K> boolean put(BpfMap<K, IpcacheEntry> map, K key, IpcacheEntry value) {
        if (map.get(key).equals(Optional.of(value))) {
            return false;
        }
        map.put(key, value);
        return true;
    }

    /** Whether it was there. */
    boolean delete(IpPrefix prefix) {
        return prefix.isHost() ? hash.delete(hashKey(prefix)) : trie.delete(trieKey(prefix));
    }

    Map<IpPrefix, Entry> list() {
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
            if (place != Place.ELSEWHERE
                    && place != Place.WITHIN
                    && (flags & 1 << place.ordinal()) != 0) {
                return place;
            }
        }
        return Place.ELSEWHERE;
    }
}

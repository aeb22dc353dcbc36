package org.vibrissa.fleet.internal.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.state.ResourceKey;

/**
 * The latest that is known of every resource of the fleet: the greatest version per key. Merging in
 * any order, any number of times, comes to the same. Not thread safe.
 */
public final class Replica {
    /** How many parts are compared on their own. */
    public static final int BUCKETS = 64;

    private final SortedMap<ResourceKey, Entry> entries = new TreeMap<>();
    private List<String> digest = List.of();

    /** Takes an entry when it is newer than what is known; whether it was. */
    public boolean merge(Entry entry) {
        Entry known = entries.get(entry.key());
        if (known != null && !entry.version().newerThan(known.version())) {
            return false;
        }
        entries.put(entry.key(), entry);
        digest = List.of();
        return true;
    }

    public Optional<Entry> get(ResourceKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** In order of key, deleted ones too. */
    public List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Forgets that a resource was deleted. */
    public void forget(ResourceKey key) {
        entries.remove(key);
        digest = List.of();
    }

    /**
     * One hash per bucket over what is live: equal when the same resources are there in the same
     * versions. What was deleted does not count, since hosts forget it at different times.
     */
    public List<String> digest() {
        if (digest.isEmpty()) {
            List<StringBuilder> texts = new ArrayList<>();
            for (int i = 0; i < BUCKETS; i++) {
                texts.add(new StringBuilder());
            }
            for (Entry entry : entries.values()) {
                if (!entry.deleted()) {
                    texts.get(bucket(entry.key()))
                            .append(entry.key())
                            .append('=')
                            .append(entry.version())
                            .append('\n');
                }
            }
            digest = texts.stream().map(Replica::hash).toList();
        }
        return digest;
    }

    /** Everything in one bucket, deleted ones too. */
    public List<Entry> bucket(int number) {
        return entries.values().stream().filter(e -> bucket(e.key()) == number).toList();
    }

    /** The same on every host. */
    static int bucket(ResourceKey key) {
        return KeyCodec.sha256(key.toString().getBytes(StandardCharsets.UTF_8))[0] & BUCKETS - 1;
    }

    private static String hash(StringBuilder text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return KeyCodec.hex(KeyCodec.sha256(bytes)).substring(0, 16);
    }
}

package org.vibrissa.fleet.internal.member;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** Who is in the fleet, as the store tells; before it does, as this host was told on joining. */
public final class Roster {
    private final ResourceStore store;
    private final String self;
    private final Supplier<SortedMap<String, String>> seeds;

    public Roster(ResourceStore store, String self, Supplier<SortedMap<String, String>> seeds) {
        this.store = store;
        this.self = self;
        this.seeds = seeds;
    }

    /** The others' records by name; those that were removed are left out. */
    public SortedMap<String, MemberRecord> others() {
        SortedMap<String, MemberRecord> others = all();
        others.remove(self);
        others.values().removeIf(MemberRecord::removed);
        return others;
    }

    /** Addresses of the others by name; those told on joining too, until the store knows. */
    public SortedMap<String, String> addresses() {
        SortedMap<String, MemberRecord> known = all();
        SortedMap<String, String> addresses = new TreeMap<>(seeds.get());
        known.forEach((name, record) -> addresses.put(name, record.address()));
        known.forEach(
                (name, record) -> {
                    if (record.removed()) {
                        addresses.remove(name);
                    }
                });
        addresses.remove(self);
        return addresses;
    }

    public Optional<MemberRecord> get(String name) {
        return store.get(ResourceKey.of(MemberKind.KIND, name))
                .map(resource -> MemberRecord.decode(resource.spec()));
    }

    private SortedMap<String, MemberRecord> all() {
        SortedMap<String, MemberRecord> all = new TreeMap<>();
        for (Resource resource : store.list(MemberKind.KIND)) {
            all.put(resource.name(), MemberRecord.decode(resource.spec()));
        }
        return all;
    }
}

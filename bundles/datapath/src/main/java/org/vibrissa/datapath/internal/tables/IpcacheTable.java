package org.vibrissa.datapath.internal.tables;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.runtime.Node;

/**
 * Who says what about a prefix, and the winner in the kernel. The kernel's maps outlive the daemon;
 * the contributions are told again by their owners after a restart.
 */
@Component
public final class IpcacheTable implements Ipcache {
    private record Contribution(int priority, Entry entry) {}

    private final PrefixMaps kernel;
    private final IpcacheOwners owners;
    private final Runnable changed;
    private final Map<IpPrefix, NavigableMap<String, Contribution>> contributions = new HashMap<>();

    /** In the kernel since an earlier daemon and not named by anybody since. */
    private final Set<IpPrefix> leftovers;

    /** Prefixes whose way is that of the prefix around them. */
    private final Set<IpPrefix> within = new HashSet<>();

    @Activate
    public IpcacheTable(
            @Reference CoreObjects core, @Reference LiveConfig config, @Reference Node node) {
        this(
                new PrefixMaps(core.tables().iphash(), core.tables().ipcache()),
                new IpcacheOwners(node.stateDir().resolve("ipcache.owners")),
                config::nextGeneration);
    }

    /**
     * Over these maps.
     *
     * @param changed run after each change of what is in force
     */
    IpcacheTable(PrefixMaps kernel, IpcacheOwners owners, Runnable changed) {
        this.kernel = kernel;
        this.owners = owners;
        this.changed = changed;
        this.leftovers = new HashSet<>(kernel.list().keySet());
    }

    @Override
    public void put(String owner, int priority, IpPrefix prefix, Entry entry) {
        change(owner, priority, Map.of(prefix, entry), Set.of());
    }

    @Override
    public void remove(String owner, IpPrefix prefix) {
        change(owner, 0, Map.of(), Set.of(prefix));
    }

    @Override
    public synchronized void change(
            String owner, int priority, Map<IpPrefix, Entry> put, Set<IpPrefix> removed) {
        boolean differs = false;
        try {
            for (Map.Entry<IpPrefix, Entry> each : put.entrySet()) {
                differs |= say(owner, priority, each.getKey().network(), each.getValue());
            }
            for (IpPrefix prefix : removed) {
                differs |= retract(owner, prefix.network());
            }
        } finally {
            if (differs) {
                changed.run();
            }
        }
    }

    @Override
    public synchronized void replace(String owner, int priority, Map<IpPrefix, Entry> all) {
        Set<IpPrefix> gone = saidBy(owner);
        all.keySet().forEach(prefix -> gone.remove(prefix.network()));
        change(owner, priority, all, gone);
        settled(owner);
    }

    @Override
    public synchronized void settled(String owner) {
        owners.settled(owner);
        prune();
    }

    @Override
    public synchronized Set<String> awaited() {
        return leftovers.isEmpty() ? Set.of() : owners.awaited();
    }

    @Override
    public synchronized void removeAll(String owner) {
        change(owner, 0, Map.of(), saidBy(owner));
        owners.left(owner);
        prune();
    }

    private Set<IpPrefix> saidBy(String owner) {
        return contributions.entrySet().stream()
                .filter(each -> each.getValue().containsKey(owner))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void prune() {
        if (leftovers.isEmpty() || !owners.awaited().isEmpty()) {
            return;
        }
        boolean differs = false;
        for (IpPrefix prefix : leftovers) {
            differs |= kernel.delete(prefix);
        }
        leftovers.clear();
        if (differs) {
            changed.run();
        }
    }

    /** Whether what is in force is another than before. */
    private boolean say(String owner, int priority, IpPrefix prefix, Entry entry) {
        owners.contributes(owner);
        contributions
                .computeIfAbsent(prefix, p -> new TreeMap<>())
                .put(owner, new Contribution(priority, entry));
        return realise(prefix);
    }

    private boolean retract(String owner, IpPrefix prefix) {
        NavigableMap<String, Contribution> said = contributions.get(prefix);
        return said != null && said.remove(owner) != null && realise(prefix);
    }

    private boolean realise(IpPrefix prefix) {
        leftovers.remove(prefix);
        Optional<Entry> inForce = inForce(prefix);
        boolean differs = false;
        if (inForce.isPresent()) {
            differs = write(prefix, inForce.get());
        } else {
            contributions.remove(prefix);
            within.remove(prefix);
            differs = kernel.delete(prefix);
        }
        if (!prefix.isHost()) {
            // Few prefixes are no hosts, and they seldom change.
            for (IpPrefix inner : Set.copyOf(within)) {
                if (!inner.equals(prefix) && prefix.contains(inner)) {
                    differs |= write(inner, inForce(inner).orElseThrow());
                }
            }
        }
        return differs;
    }

    private Optional<Entry> inForce(IpPrefix prefix) {
        return Optional.ofNullable(contributions.get(prefix)).stream()
                .flatMap(said -> said.values().stream())
                .max(Comparator.comparingInt(Contribution::priority))
                .map(Contribution::entry);
    }

    private boolean write(IpPrefix prefix, Entry entry) {
        if (entry.place() != Place.WITHIN) {
            within.remove(prefix);
            return kernel.put(prefix, entry);
        }
        within.add(prefix);
        Entry around = around(prefix).orElseGet(() -> new Entry(0, 0, 0, Place.ELSEWHERE));
        return kernel.put(
                prefix, new Entry(entry.identity(), around.group(), around.node(), around.place()));
    }

    /** What the longest prefix around this one says that says where it lies. */
    private Optional<Entry> around(IpPrefix prefix) {
        for (int length = prefix.length() - 1; length >= 0; length--) {
            Optional<Entry> entry = inForce(new IpPrefix(prefix.address(), length).network());
            if (entry.filter(e -> e.place() != Place.WITHIN).isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    @Override
    public Map<IpPrefix, Entry> list() {
        return kernel.list();
    }
}

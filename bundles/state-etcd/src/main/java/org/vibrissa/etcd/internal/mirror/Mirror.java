package org.vibrissa.etcd.internal.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.feed.Outbox;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;

/**
 * Keeps this host's store and etcd alike for the kinds of the whole fleet.
 *
 * <p>Three states of each resource decide: what is here, what is in etcd, and what both last had in
 * common ({@link Held}). What changed on one side alone goes to the other. Where both changed, the
 * later version wins; a delete and an edit made while apart end as the edit, so that nothing is
 * lost. What is of a living host that host alone deletes. Nothing is deleted here before a listing
 * is complete. One lock, under which nothing waits for etcd.
 */
public final class Mirror implements Follower, Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final String SPACE = "res/";

    private final ResourceStore store;
    private final String node;
    private final HybridClock hybrid;
    private final Keys keys;
    private final Fence fence;
    private final Runnable wake;
    private final Predicate<ResourceKey> kept;
    private final LocalWriter writer;
    private final Intake intake;
    private final SortedMap<ResourceKey, Held> held = new TreeMap<>();
    private final Set<ResourceKey> dirty = new LinkedHashSet<>();

    /** What was sent to etcd and is not known to have arrived. */
    private final Map<ResourceKey, Version> sent = new TreeMap<>();

    private final Set<ResourceKey> listed = new HashSet<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private boolean complete;
    private boolean reading;
    private boolean changed;

    /** What a write is bound to: it is not made in another store than the known one. */
    @FunctionalInterface
    public interface Fence {
        /** What stands at the mark in the known store. */
        String mark();

        /** Whether this is the known store's mark. */
        default boolean holds(KeyValue value) {
            return value.value().equals(mark());
        }
    }

    /**
     * A mirror that knows nothing yet.
     *
     * @param node who signs what is edited here
     * @param reading whether changes of etcd are taken here
     * @param wake called when there is something to write
     * @param kept resources that this host must not delete for the fleet
     */
    public Mirror(
            ResourceStore store,
            String node,
            HybridClock hybrid,
            Keys keys,
            Fence fence,
            boolean reading,
            Runnable wake,
            Predicate<ResourceKey> kept) {
        this.store = store;
        this.node = node;
        this.hybrid = hybrid;
        this.keys = keys;
        this.fence = fence;
        this.reading = reading;
        this.wake = wake;
        this.kept = kept;
        writer = new LocalWriter(store);
        intake = new Intake(store, writer);
    }

    /** Remembers what etcd had when this host last ran. */
    public synchronized void remember(JsonNode rows) {
        held.putAll(Held.of(rows));
        held.values().forEach(h -> hybrid.observe(h.version().time()));
    }

    /** What {@link #remember} takes: what is both there and here. */
    public synchronized JsonNode memory() {
        changed = false;
        SortedMap<ResourceKey, Held> common = new TreeMap<>(held);
        intake.waiting().forEach(w -> common.remove(w.key()));
        return Held.json(common);
    }

    /** Whether {@link #memory} says something new. */
    public synchronized boolean changed() {
        return changed;
    }

    /** Forgets what etcd had: what is here and what is there will be put together. */
    public synchronized void forget() {
        held.clear();
        complete = false;
        changed = true;
    }

    /** Where a resource is in etcd. */
    public String place(ResourceKey key) {
        return keys.of(SPACE + Remote.path(key));
    }

    /** Where a resource of no namespace is in etcd. */
    public String place(Document document) {
        return place(ResourceKey.of(document.kind(), document.metadata().name()));
    }

    /** What is in etcd of a new resource, with a version that is later than all heard of. */
    public String signed(Document document) {
        Declaration content =
                new Declaration(
                        document.apiVersion(),
                        document.metadata().labels(),
                        document.metadata().annotations(),
                        document.spec());
        return Remote.value(new Version(hybrid.tick(), content.hash(), node), content);
    }

    /** Begins or ends taking changes of etcd. */
    public synchronized void read(boolean on) {
        reading = on;
        take();
    }

    /** Whether this host and etcd have the same, as far as heard. */
    public synchronized boolean alike() {
        return complete && dirty.isEmpty() && intake.size() == 0;
    }

    /** What could not be taken, and keys that are not ours. */
    public synchronized List<Waiting> refused() {
        return intake.waiting();
    }

    /** Keys in our place whose value cannot be read, with the reason. */
    public synchronized Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** How many resources etcd has. */
    public synchronized int size() {
        return held.size();
    }

    /** Tries again what could not be taken or signed. */
    public synchronized void retry() {
        take();
        compare();
    }

    private void compare() {
        if (complete) {
            store.snapshot().all().forEach(resource -> local(resource.key()));
            List.copyOf(held.keySet()).forEach(this::local);
        }
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public synchronized void begin() {
        complete = false;
        listed.clear();
        unreadable.clear();
    }

    @Override
    public synchronized void listed(KeyValue value) {
        change(value).ifPresent(listed::add);
    }

    @Override
    public synchronized void complete(long revision) {
        for (ResourceKey key : List.copyOf(held.keySet())) {
            if (!listed.contains(key) && held.get(key).modified() <= revision) {
                gone(key, revision);
            }
        }
        listed.clear();
        complete = true;
        changed = true;
        take();
        compare();
    }

    @Override
    public synchronized void changed(List<KeyValue> changes) {
        changes.forEach(this::change);
        changed = true;
        take();
    }

    private void take() {
        if (complete && reading) {
            intake.takeAll();
        }
    }

    private Optional<ResourceKey> change(KeyValue value) {
        String path = value.key().substring(keys.of(SPACE).length());
        Optional<ResourceKey> key = Remote.key(path);
        try {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("it is not KIND/NAMESPACE/NAME");
            }
            if (value.deleted()) {
                unreadable.remove(value.key());
                gone(key.get(), value.modified());
            } else {
                put(Remote.of(key.get(), value.value()), value.modified());
                unreadable.remove(value.key());
            }
        } catch (IllegalArgumentException e) {
            unreadable.put(value.key(), e.getMessage());
            LOG.warn("etcd: {} is left alone: {}", value.key(), e.getMessage());
        }
        return key;
    }

    private void put(Remote remote, long modified) {
        ResourceKey key = remote.key();
        Held before = held.get(key);
        if (before != null && before.modified() >= modified) {
            return;
        }
        hybrid.observe(remote.version().time());
        // An edit that is not signed yet is an edit before this one.
        Optional<Version> here = signed(key);
        held.put(key, new Held(modified, remote.version()));
        if (here.isPresent() && here.get().equals(remote.version())) {
            settled(key);
        } else if (here.isPresent() && here.get().newerThan(remote.version())) {
            intake.drop(key);
            mark(key);
        } else if (remote.version().equals(sent.get(key)) && store.get(key).isEmpty()) {
            // Deleted here while it was on its way: its echo must not bring it back.
            mark(key);
        } else {
            if (dirty.remove(key)) {
                LOG.warn(
                        "{} was changed on {} as well; its later change is kept",
                        key,
                        remote.version().node());
            }
            intake.add(remote);
        }
    }

    private void gone(ResourceKey key, long revision) {
        Held before = held.get(key);
        if (before != null && before.modified() > revision) {
            return;
        }
        held.remove(key);
        intake.drop(key);
        Optional<Version> here = signed(key);
        if (here.isEmpty()) {
            settled(key);
        } else if (before != null && !here.get().newerThan(before.version())) {
            dirty.remove(key);
            intake.add(new Remote(key, here.get(), Optional.empty()));
        } else {
            mark(key);
        }
    }

    private void settled(ResourceKey key) {
        dirty.remove(key);
        intake.drop(key);
    }

    private void mark(ResourceKey key) {
        dirty.add(key);
        wake.run();
    }

    /** A resource may have changed here. */
    public synchronized void local(ResourceKey key) {
        if (!complete || !fleetWide(key)) {
            return;
        }
        Optional<Version> here = signed(key);
        Optional<Remote> arriving = intake.get(key);
        Held there = held.get(key);
        if (here.isEmpty()) {
            if (there != null && arriving.isEmpty() && store.get(key).isEmpty()) {
                mark(key);
            }
        } else if (arriving.isPresent() && !here.get().newerThan(arriving.get().version())) {
            // It is still to be taken here.
            dirty.remove(key);
        } else if (there == null || here.get().newerThan(there.version())) {
            intake.drop(key);
            mark(key);
        } else {
            dirty.remove(key);
        }
    }

    /** The version of what is here, which it is given if it has none; empty when it is not here. */
    private Optional<Version> signed(ResourceKey key) {
        Optional<Resource> resource = store.get(key);
        if (resource.isEmpty() || !fleetWide(key)) {
            return Optional.empty();
        }
        Optional<Version> version = Declaration.versionOf(resource.get());
        if (version.isPresent()) {
            hybrid.observe(version.get().time());
            return version;
        }
        String hash = Declaration.of(resource.get()).hash();
        Held there = held.get(key);
        Version next =
                there != null && there.version().hash().equals(hash)
                        ? there.version()
                        : new Version(hybrid.tick(), hash, node);
        try {
            writer.sign(resource.get(), next);
            return Optional.of(next);
        } catch (StateException e) {
            // Changed again meanwhile, which tells us again; or the store is read-only.
            LOG.debug("{} was not signed: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean fleetWide(ResourceKey key) {
        return store.kinds().stream()
                .filter(kind -> kind.kind().equals(key.kind()))
                .anyMatch(ResourceKind::fleetWide);
    }

    @Override
    public synchronized int waiting() {
        return dirty.size();
    }

    /** A write with what it says. */
    private record Plan(ResourceKey key, Optional<Version> version, Transaction transaction) {}

    @Override
    public void drain(Etcd etcd) throws EtcdException {
        Optional<Plan> plan = plan();
        while (plan.isPresent()) {
            ResourceKey key = plan.get().key();
            if (plan.get().version().isEmpty() && kept.test(key)) {
                takeBack(key, etcd.get(keys.of(SPACE + Remote.path(key))));
            } else {
                settle(plan.get(), etcd.commit(plan.get().transaction()));
            }
            plan = plan();
        }
    }

    private synchronized void takeBack(ResourceKey key, Optional<KeyValue> there) {
        LOG.warn("{} was deleted here and is of a living host: it comes back", key);
        dirty.remove(key);
        held.remove(key);
        there.ifPresent(this::change);
        take();
    }

    private synchronized Optional<Plan> plan() {
        while (complete && !dirty.isEmpty()) {
            ResourceKey key = dirty.iterator().next();
            Optional<Resource> resource = store.get(key);
            Optional<Version> version = signed(key);
            Held there = held.get(key);
            String path = keys.of(SPACE + Remote.path(key));
            Transaction transaction =
                    new Transaction()
                            .holds(keys.of(Keys.MARK), fence.mark())
                            .unchanged(path, there == null ? 0 : there.modified())
                            .orGet(path)
                            .orGet(keys.of(Keys.MARK));
            if (version.isPresent() && resource.isPresent()) {
                sent.put(key, version.get());
                transaction.put(
                        path, Remote.value(version.get(), Declaration.of(resource.get())), 0);
                return Optional.of(new Plan(key, version, transaction));
            }
            if (resource.isEmpty() && there != null) {
                return Optional.of(new Plan(key, Optional.empty(), transaction.delete(path)));
            }
            dirty.remove(key);
        }
        return Optional.empty();
    }

    private synchronized void settle(Plan plan, Etcd.Outcome outcome) throws EtcdException {
        ResourceKey key = plan.key();
        sent.remove(key);
        changed = true;
        if (outcome.done()) {
            Held now = held.get(key);
            long revision = outcome.header().revision();
            if (now == null || now.modified() < revision) {
                if (plan.version().isPresent()) {
                    held.put(key, new Held(revision, plan.version().get()));
                } else {
                    held.remove(key);
                }
            }
            dirty.remove(key);
            // It may have been edited again meanwhile.
            local(key);
            return;
        }
        String path = keys.of(SPACE + Remote.path(key));
        boolean same =
                outcome.there().stream()
                        .anyMatch(kv -> kv.key().equals(keys.of(Keys.MARK)) && fence.holds(kv));
        if (!same) {
            throw new EtcdException(
                    EtcdException.Kind.OTHER,
                    "etcd has lost this fleet's mark: nothing is written");
        }
        Optional<KeyValue> there =
                outcome.there().stream().filter(kv -> kv.key().equals(path)).findFirst();
        there.ifPresentOrElse(this::change, () -> gone(key, outcome.header().revision()));
        take();
    }
}

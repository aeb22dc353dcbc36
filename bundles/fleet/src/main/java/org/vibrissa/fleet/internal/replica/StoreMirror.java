package org.vibrissa.fleet.internal.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;

/**
 * Keeps this host's store and the fleet's replica alike: what is edited here gets a version and
 * goes out, what comes in newer is applied here. What cannot be applied is kept aside, is passed on
 * all the same, and is tried again. One lock; nothing here waits for another host.
 */
public final class StoreMirror {
    private static final Logger LOG = LoggerFactory.getLogger(StoreMirror.class);

    /** How long at least a delete is remembered. */
    static final Duration REMEMBER = Duration.ofDays(1);

    private final ResourceStore store;
    private final FleetFolder folder;
    private final String node;
    private final Clock clock;
    private final HybridClock hybrid;
    private final StoreWriter writer;
    private final Replica replica = new Replica();
    private final NavigableMap<ResourceKey, Instant> gone = new TreeMap<>();
    private final Set<ResourceKey> lost = new HashSet<>();
    private final NavigableMap<ResourceKey, Aside> aside = new TreeMap<>();
    private final Consumer<List<Entry>> edited;
    private boolean unsaved;
    private long looked = -1;

    /**
     * A mirror that has not looked yet.
     *
     * @param node who signs what is edited here
     * @param edited hears what was edited here, to pass it on; called under the lock
     */
    public StoreMirror(
            ResourceStore store,
            FleetFolder folder,
            String node,
            Clock clock,
            HybridClock hybrid,
            Consumer<List<Entry>> edited) {
        this.store = store;
        this.folder = folder;
        this.node = node;
        this.clock = clock;
        this.hybrid = hybrid;
        this.edited = edited;
        writer = new StoreWriter(store);
    }

    /**
     * Reads what is stored and what was remembered. The store must be initialised. What is missing
     * was deleted while this host was down, unless the store itself went back to an earlier state.
     */
    public synchronized void load() {
        ReplicaMemory memory =
                folder.replica().map(ReplicaMemory::of).orElse(ReplicaMemory.NOTHING);
        memory.gone()
                .forEach(
                        (key, g) -> {
                            replica.merge(Entry.gone(key, g.version()));
                            gone.put(key, g.heard());
                            hybrid.observe(g.version().time());
                        });
        memory.present().values().forEach(version -> hybrid.observe(version.time()));
        List<ResourceKey> late = new ArrayList<>();
        for (Resource resource : store.trusted().all()) {
            stamped(resource)
                    .ifPresent(
                            version -> {
                                hybrid.observe(version.time());
                                Entry entry =
                                        Entry.live(
                                                resource.key(), version, Declaration.of(resource));
                                if (!replica.merge(entry)) {
                                    late.add(resource.key());
                                }
                            });
        }
        late.forEach(key -> replica.get(key).ifPresent(this::keepAside));
        if (store.snapshot().revision() >= memory.revision()) {
            memory.present().keySet().stream()
                    .filter(key -> replica.get(key).isEmpty() && store.get(key).isEmpty())
                    .forEach(this::deleteHere);
        } else {
            lost.addAll(memory.present().keySet());
        }
        retry();
    }

    /** Whether all is here again that was here before the store went back to an earlier state. */
    public synchronized boolean whole() {
        lost.removeIf(key -> replica.get(key).isPresent());
        return lost.isEmpty();
    }

    /**
     * Gives everything of the fleet's kinds a version before this host becomes a member.
     *
     * @param time of what is on this host; {@link Stamp#ZERO} lets the fleet's own win
     * @param own keys which are this host's to declare: they get the present time
     */
    public synchronized void stampAll(Stamp time, List<ResourceKey> own) {
        for (Resource resource : store.trusted().all()) {
            if (fleetWide(resource.kind())) {
                Stamp at = own.contains(resource.key()) ? hybrid.tick() : time;
                Declaration content = Declaration.of(resource);
                Entry entry =
                        Entry.live(resource.key(), new Version(at, content.hash(), node), content);
                writer.put(entry, Optional.of(resource));
            }
        }
    }

    /** A resource of one of the fleet's kinds may have changed here. */
    public synchronized void changed(ResourceKey key) {
        if (!fleetWide(key.kind())) {
            return;
        }
        Optional<Resource> here = store.get(key);
        Optional<Entry> known = replica.get(key);
        if (here.isEmpty()) {
            if (known.filter(e -> !e.deleted()).isPresent() && !aside.containsKey(key)) {
                deleteHere(key);
            }
            return;
        }
        Optional<Version> stamped = stamped(here.get());
        if (stamped.isPresent()) {
            // As the fleet wrote it: nothing to tell, unless it was not known at all.
            replica.merge(Entry.live(key, stamped.get(), Declaration.of(here.get())));
            hybrid.observe(stamped.get().time());
            unsaved = true;
            return;
        }
        sign(here.get(), known);
    }

    /**
     * Looks for deletes that no watch has told of: it tells of nothing when a resource comes from
     * the fleet and is deleted before the watch's thread has its turn.
     */
    public synchronized void noticeDeletes() {
        long revision = store.snapshot().revision();
        if (revision == looked) {
            return;
        }
        looked = revision;
        for (Entry entry : replica.all()) {
            if (!entry.deleted() && store.get(entry.key()).isEmpty()) {
                changed(entry.key());
            }
        }
    }

    private void sign(Resource resource, Optional<Entry> known) {
        Declaration content = Declaration.of(resource);
        Optional<Version> same =
                known.filter(e -> !e.deleted() && e.version().hash().equals(content.hash()))
                        .map(Entry::version);
        Version version = same.orElseGet(() -> new Version(hybrid.tick(), content.hash(), node));
        Entry entry = Entry.live(resource.key(), version, content);
        try {
            writer.put(entry, Optional.of(resource));
        } catch (StateException e) {
            // Changed again meanwhile, which tells us again; or the store is read-only.
            LOG.debug("{} was not signed: {}", resource.key(), e.getMessage());
            return;
        }
        if (same.isEmpty()) {
            replica.merge(entry);
            gone.remove(entry.key());
            aside.remove(entry.key());
            unsaved = true;
            edited.accept(List.of(entry));
        }
    }

    private void deleteHere(ResourceKey key) {
        Entry entry = Entry.gone(key, new Version(hybrid.tick(), Version.GONE, node));
        replica.merge(entry);
        gone.put(key, clock.instant());
        aside.remove(key);
        save();
        edited.accept(List.of(entry));
    }

    /** Takes a {@link #farewell} back. */
    public synchronized void revive(ResourceKey key) {
        store.get(key)
                .ifPresent(
                        resource -> {
                            Declaration content = Declaration.of(resource);
                            Version version = new Version(hybrid.tick(), content.hash(), node);
                            Entry entry = Entry.live(key, version, content);
                            writer.put(entry, Optional.of(resource));
                            replica.merge(entry);
                            unsaved = true;
                            edited.accept(List.of(entry));
                        });
    }

    /** Notes in the replica alone that a resource of this host is no more of the fleet. */
    public synchronized Entry farewell(ResourceKey key) {
        Entry entry = Entry.gone(key, new Version(hybrid.tick(), Version.GONE, node));
        replica.merge(entry);
        return entry;
    }

    /**
     * Takes what another host has.
     *
     * @return how many were new here
     */
    public synchronized int receive(List<Entry> entries) {
        int fresh = 0;
        boolean deletes = false;
        for (Entry entry : entries) {
            // An edit that is not signed yet is an edit before this one.
            changed(entry.key());
            hybrid.observe(entry.version().time());
            if (replica.merge(entry)) {
                fresh++;
                deletes |= entry.deleted();
                keepAside(entry);
                if (entry.deleted()) {
                    gone.put(entry.key(), clock.instant());
                } else {
                    gone.remove(entry.key());
                }
            }
        }
        if (deletes) {
            save();
        }
        if (fresh > 0) {
            unsaved = true;
            retry();
        }
        return fresh;
    }

    /**
     * Tries again what is kept aside: one by one while that helps, then all that is left at once.
     */
    public synchronized void retry() {
        boolean progress = !aside.isEmpty();
        while (progress) {
            progress = false;
            for (ResourceKey key : List.copyOf(aside.keySet())) {
                progress |= apply(List.of(key));
            }
        }
        List<ResourceKey> rest =
                aside.keySet().stream().filter(key -> whyNot(key).isEmpty()).toList();
        if (rest.size() > 1) {
            apply(rest);
        }
    }

    private boolean apply(List<ResourceKey> keys) {
        List<Entry> entries = new ArrayList<>();
        for (ResourceKey key : keys) {
            Optional<String> problem = whyNot(key);
            if (problem.isPresent()) {
                note(key, problem.get());
                return false;
            }
            changed(key);
            if (aside.containsKey(key)) {
                replica.get(key).ifPresent(entries::add);
            }
        }
        try {
            writer.putAll(entries);
            keys.forEach(aside::remove);
            return true;
        } catch (StateException e) {
            if (keys.size() == 1) {
                note(keys.get(0), e.getMessage());
            }
            return false;
        }
    }

    private Optional<String> whyNot(ResourceKey key) {
        Optional<ResourceKind<?>> kind = kind(key.kind());
        if (kind.isEmpty()) {
            return Optional.of("this host knows no kind " + key.kind());
        }
        return kind.get().fleetWide()
                ? Optional.empty()
                : Optional.of("kind " + key.kind() + " is of each host alone here");
    }

    private void keepAside(Entry entry) {
        aside.put(entry.key(), new Aside(entry.key(), entry.version(), "not tried yet"));
    }

    private void note(ResourceKey key, String reason) {
        Aside before = aside.get(key);
        if (before != null && !before.reason().equals(reason)) {
            LOG.warn("{} of the fleet is not taken here: {}", key, reason);
            aside.put(key, new Aside(key, before.version(), reason));
        }
    }

    /** What could not be taken, in order of key. */
    public synchronized List<Aside> aside() {
        return List.copyOf(aside.values());
    }

    public synchronized List<String> digest() {
        return replica.digest();
    }

    /** Everything in a bucket, deleted ones too. */
    public synchronized List<Entry> bucket(int number) {
        return replica.bucket(number);
    }

    public synchronized List<Entry> all() {
        return replica.all();
    }

    public synchronized Optional<Entry> get(ResourceKey key) {
        return replica.get(key);
    }

    /**
     * Forgets what was deleted more than a day ago.
     *
     * @param agreedSince since when every member has been heard to have the same as this host
     */
    public synchronized void forget(Instant agreedSince) {
        Instant limit = clock.instant().minus(REMEMBER);
        for (Map.Entry<ResourceKey, Instant> deleted : Map.copyOf(gone).entrySet()) {
            Instant heard = deleted.getValue();
            if (heard.isBefore(limit) && heard.isBefore(agreedSince)) {
                gone.remove(deleted.getKey());
                replica.get(deleted.getKey())
                        .filter(Entry::deleted)
                        .ifPresent(e -> replica.forget(e.key()));
                unsaved = true;
            }
        }
    }

    /** Writes down what has changed since the last time. */
    public synchronized void saveIfChanged() {
        if (unsaved) {
            save();
        }
    }

    private void save() {
        SortedMap<ResourceKey, Version> present = new TreeMap<>();
        SortedMap<ResourceKey, ReplicaMemory.Gone> deleted = new TreeMap<>();
        for (Entry entry : replica.all()) {
            if (entry.deleted()) {
                Instant heard = gone.getOrDefault(entry.key(), clock.instant());
                deleted.put(entry.key(), new ReplicaMemory.Gone(entry.version(), heard));
            } else if (!aside.containsKey(entry.key())) {
                present.put(entry.key(), entry.version());
            }
        }
        long revision = store.snapshot().revision();
        folder.keepReplica(new ReplicaMemory(revision, present, deleted).json());
        unsaved = false;
    }

    /** The version of a resource as the fleet wrote it; empty when it was edited since. */
    private static Optional<Version> stamped(Resource resource) {
        return Optional.ofNullable(resource.metadata().annotations().get(Metadata.VERSION))
                .flatMap(Version::parse)
                .filter(version -> version.hash().equals(Declaration.of(resource).hash()));
    }

    /** Whether all hosts have the same resources of this kind. */
    public boolean fleetWide(String kind) {
        return kind(kind).filter(ResourceKind::fleetWide).isPresent();
    }

    private Optional<ResourceKind<?>> kind(String name) {
        return store.kinds().stream().filter(k -> k.kind().equals(name)).findFirst();
    }
}

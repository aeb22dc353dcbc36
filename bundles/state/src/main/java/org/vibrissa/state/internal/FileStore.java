package org.vibrissa.state.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Document;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;
import org.vibrissa.state.Status;
import org.vibrissa.state.StoreHealth;
import org.vibrissa.state.StoreReadOnly;
import org.vibrissa.state.StoreRecovery;
import org.vibrissa.state.StoreView;
import org.vibrissa.state.StoreWriteFailed;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.internal.file.BrokenLog;
import org.vibrissa.state.internal.file.Commit;
import org.vibrissa.state.internal.file.Content;
import org.vibrissa.state.internal.file.CorruptFile;
import org.vibrissa.state.internal.file.Disk;
import org.vibrissa.state.internal.file.Generations;
import org.vibrissa.state.internal.file.Salvage;
import org.vibrissa.state.internal.table.Board;
import org.vibrissa.state.internal.table.Board.Step;

/**
 * The store: plans an update against the content, makes it durable, then shows it. Updates are made
 * one at a time; readers and watches never wait for the disk.
 */
class FileStore implements ResourceStore, StoreRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final Disk disk;
    private final Clock clock;
    private final KindRegistry kinds = new KindRegistry();
    private final Board<StoreContent, ResourceKey> board = new Board<>(StoreContent.UNREAD);
    private final AtomicLong listenerFailures = new AtomicLong();
    private final ReentrantLock updates = new ReentrantLock();
    private Generations files;
    private volatile String problem = "";
    private boolean corrupt;

    FileStore(Disk disk, Clock clock) {
        this.disk = disk;
        this.clock = clock;
    }

    KindRegistry registry() {
        return kinds;
    }

    /** Reads the files. When they cannot be trusted the store stays unread and takes no changes. */
    void open() {
        updates.lock();
        try {
            files = newFiles();
            Content content = files.open();
            problem = "";
            corrupt = false;
            show(StoreContent.of(content));
        } catch (CorruptFile e) {
            corrupt = true;
            refuse(e.getMessage() + "; see `vibrissa state recover`");
        } catch (IOException e) {
            refuse("could not open the store in " + disk.path("") + ": " + e);
        } finally {
            updates.unlock();
        }
    }

    /** Generations of this disk, not opened. */
    Generations newFiles() {
        return new Generations(disk, clock.instant(), compactAt());
    }

    /** Smallest log in bytes that is replaced by a snapshot. */
    long compactAt() {
        return 1 << 20;
    }

    /** Takes no changes from now on. */
    void refuse(String reason) {
        problem = reason;
        LOG.error("the store is read-only: {}", reason);
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public List<Candidate> candidates() {
        updates.lock();
        try {
            return corrupt
                    ? new Salvage(newFiles())
                            .options().stream().map(Salvage.Option::candidate).toList()
                    : List.of();
        } catch (IOException e) {
            throw new StateException("could not read " + disk.path("") + ": " + e, e);
        } finally {
            updates.unlock();
        }
    }

    @Override
    public void recover(String candidateId) {
        updates.lock();
        try {
            if (!corrupt) {
                throw new StateException("there is nothing to recover: no file is corrupt");
            }
            Salvage salvage = new Salvage(newFiles());
            List<Salvage.Option> options = salvage.options();
            Salvage.Option option =
                    options.stream()
                            .filter(o -> o.candidate().id().equals(candidateId))
                            .findFirst()
                            .orElseThrow(() -> noCandidate(candidateId, options));
            salvage.restart(option);
            LOG.warn("the store was recovered: {}", option.candidate().description());
            open();
        } catch (IOException e) {
            throw new StoreWriteFailed("could not recover " + disk.path("") + ": " + e, e);
        } finally {
            updates.unlock();
        }
    }

    private static StateException noCandidate(String id, List<Salvage.Option> options) {
        List<String> ids = options.stream().map(o -> o.candidate().id()).toList();
        return new StateException("no candidate \"" + id + "\"; known: " + String.join(", ", ids));
    }

    public void close() {
        board.close();
        updates.lock();
        try {
            problem = "the store is closed";
            if (files != null) {
                files.close();
                files = null;
            }
        } catch (IOException e) {
            LOG.warn("the store's log was not closed cleanly: {}", e.toString());
        } finally {
            updates.unlock();
        }
    }

    @Override
    public List<Change> apply(List<Document> documents, ApplyOptions options) {
        return update(documents, List.of(), options);
    }

    @Override
    public List<Change> delete(Collection<ResourceKey> keys, ApplyOptions options) {
        return update(List.of(), keys, options);
    }

    @Override
    public List<Change> update(
            List<Document> documents, Collection<ResourceKey> deletes, ApplyOptions options) {
        updates.lock();
        try {
            refuseWhenReadOnly();
            StoreContent before = board.current();
            Instant now = clock.instant();
            Plan plan = new Planner(kinds, before, options, now).plan(documents, deletes);
            if (!options.dryRun() && !plan.isEmpty()) {
                commit(new Commit(before.revision() + 1, plan.puts(), plan.deletes()));
            }
            return plan.changes();
        } finally {
            updates.unlock();
        }
    }

    private void commit(Commit commit) {
        try {
            files.append(commit);
        } catch (BrokenLog e) {
            refuse(e.getMessage() + "; restart the daemon once the disk works");
            throw new StoreWriteFailed("nothing was stored: " + problem, e);
        } catch (IOException e) {
            throw new StoreWriteFailed(
                    "nothing was stored: could not write to " + disk.path("") + ": " + e, e);
        }
        board.update(content -> after(content, commit));
        try {
            files.compact(() -> board.current().forFiles());
        } catch (BrokenLog e) {
            refuse(e.getMessage() + "; restart the daemon once the disk works");
        }
    }

    private static Step<StoreContent, ResourceKey> after(StoreContent content, Commit commit) {
        StoreContent next = content.at(commit.revision());
        List<ResourceKey> touched = new ArrayList<>(commit.deletes());
        for (ResourceKey key : commit.deletes()) {
            next = next.without(key);
        }
        for (Resource put : commit.puts()) {
            next = next.with(put);
            touched.add(put.key());
        }
        return new Step<>(next, touched);
    }

    private void show(StoreContent content) {
        board.update(
                earlier -> new Step<>(content, content.all().stream().map(Resource::key).toList()));
    }

    private void refuseWhenReadOnly() {
        if (!problem.isEmpty()) {
            throw new StoreReadOnly("the store takes no changes: " + problem);
        }
        if (!board.current().initialised()) {
            throw new StoreReadOnly("the store takes no changes: it is not opened yet");
        }
    }

    @Override
    public StoreView snapshot() {
        return board.current();
    }

    @Override
    public Subscription watch(String kind, String name, ResourceListener listener) {
        return watch(new ResourceLens(kind, false), name, listener);
    }

    @Override
    public Subscription watchWithStatus(String kind, String name, ResourceListener listener) {
        return watch(new ResourceLens(kind, true), name, listener);
    }

    private Subscription watch(ResourceLens lens, String name, ResourceListener listener) {
        return board.watch(lens, name, new ToListener(name, listener, listenerFailures));
    }

    @Override
    public boolean setStatus(
            ResourceKey key,
            long generation,
            Phase phase,
            String reason,
            Map<String, String> details) {
        AtomicBoolean taken = new AtomicBoolean();
        board.update(
                content -> {
                    StoreContent next =
                            content.get(key)
                                    .filter(r -> r.metadata().generation() == generation)
                                    .map(
                                            r ->
                                                    content.with(
                                                            r.withStatus(
                                                                    said(
                                                                            r, phase, reason,
                                                                            details))))
                                    .orElse(null);
                    taken.set(next != null);
                    return new Step<>(next == null ? content : next, List.of(key));
                });
        return taken.get();
    }

    private Status said(
            Resource resource, Phase phase, String reason, Map<String, String> details) {
        Status old = resource.status();
        boolean same = old.phase() == phase && old.reason().equals(reason);
        return new Status(
                phase, reason, same ? old.since() : clock.instant(), new TreeMap<>(details));
    }

    @Override
    public List<ResourceKind<?>> kinds() {
        return kinds.all();
    }

    @Override
    public ResourceKind<?> kind(String anyName) {
        return kinds.named(anyName);
    }

    @Override
    public StoreHealth health() {
        StoreContent content = board.current();
        updates.lock();
        try {
            return new StoreHealth(
                    content.initialised(),
                    content.initialised() && problem.isEmpty(),
                    problem,
                    files == null ? 0 : files.generation(),
                    content.revision(),
                    content.size(),
                    files == null ? 0 : files.logBytes(),
                    listenerFailures.get());
        } finally {
            updates.unlock();
        }
    }
}

package org.vibrissa.identity.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.HoldListener;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.identity.internal.host.OtherHosts;
import org.vibrissa.identity.internal.label.LabelFilter;
import org.vibrissa.identity.internal.prefix.Prefixes;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Bell;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Table;
import org.vibrissa.state.Tables;

/**
 * Identities as other bundles see them. What holders say goes to the allocators, what the one in
 * use says goes to the table first and then to the holders. A single change is worked out at once;
 * more of them within {@value #PAUSE_MS} ms as one.
 */
@Component(
        service = {Identities.class, IdentityService.class},
        immediate = true,
        configurationPid = IdentitySettings.PID)
public final class IdentityService implements Identities {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityService.class);
    private static final long PAUSE_MS = 50;

    private final Holders holders;
    private final Rows rows;
    private final Prefixes prefixes;
    private final OtherHosts others;
    private final LastAllocator last;
    private final Table<Integer, Identity> table;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-identities");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final List<HoldListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<IdentityAllocator, Subscription> allocators = new HashMap<>();
    private final Bell fleet = Bell.rung();
    private Set<Labels> used = Set.of();
    private boolean pending;
    private long lastNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
    private volatile Optional<String> problem = Optional.empty();

    @Activate
    public IdentityService(
            @Reference Tables tables,
            @Reference Ipcache ipcache,
            @Reference Node node,
            IdentitySettings settings) {
        this(
                tables,
                ipcache,
                node.stateDir().resolve("identity.allocator"),
                List.of(settings.labels()));
    }

    IdentityService(Tables tables, Ipcache ipcache, Path memory, List<String> patterns) {
        last = new LastAllocator(memory, System::nanoTime);
        holders = new Holders(LabelFilter.of(List.of()));
        rows = new Rows(tables.writer(TABLE, "identity"), System::nanoTime);
        table = tables.open(TABLE);
        prefixes = new Prefixes(ipcache, rows::local, Identity.LOCAL_LAST);
        others = new OtherHosts(ipcache, rows::local);
        configure(patterns);
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(guarded(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    /** Follows the setting; endpoints follow it too. */
    @Modified
    void modified(IdentitySettings settings) {
        patterns(List.of(settings.labels()));
    }

    void patterns(List<String> patterns) {
        configure(patterns);
        soon();
    }

    private synchronized void configure(List<String> patterns) {
        try {
            holders.filter(LabelFilter.of(patterns));
            problem = Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.error("labels are filtered as before: {}", e.getMessage());
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the thread of identities still runs 10 s after its stop");
        }
        fleet.close();
        rows.close();
    }

    /** Another way to agree on numbers. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeAllocator")
    void addAllocator(IdentityAllocator allocator) {
        synchronized (this) {
            allocators.put(allocator, () -> {});
            allocator.use(used);
        }
        Subscription watch = allocator.watch("vib-identity-" + allocator.name(), this::soon);
        synchronized (this) {
            if (allocators.replace(allocator, watch) != null) {
                return;
            }
        }
        watch.close();
    }

    void removeAllocator(IdentityAllocator allocator) {
        Subscription watch;
        synchronized (this) {
            watch = allocators.remove(allocator);
        }
        if (watch != null) {
            watch.close();
        }
    }

    /** The allocator in use; empty while that of before a restart is still to come. */
    public synchronized Optional<IdentityAllocator> allocator() {
        if (last.awaits(allocators.keySet())) {
            return Optional.empty();
        }
        return allocators.keySet().stream()
                .filter(IdentityAllocator::inUse)
                .max(Comparator.comparingInt(IdentityAllocator::precedence));
    }

    private void tick() {
        rows.sweep();
        if (!table.snapshot().initialised()) {
            soon();
        }
    }

    private void soon() {
        try {
            synchronized (this) {
                if (pending) {
                    return;
                }
                pending = true;
                long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
                ScheduledFuture<?> unused =
                        worker.schedule(
                                guarded(this::step),
                                Math.max(0, PAUSE_MS - since),
                                TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("not done: the identity bundle stops", e);
        }
    }

    private void step() {
        Set<String> changed = work();
        fleet.ring();
        if (!changed.isEmpty()) {
            tellListeners(changed);
        }
    }

    private void tellListeners(Set<String> changed) {
        listeners.forEach(listener -> guarded(() -> listener.changed(changed)).run());
    }

    /** Brings holders, allocators and the table in step; says whose identity is another now. */
    private synchronized Set<String> work() {
        pending = false;
        lastNanos = System.nanoTime();
        Optional<IdentityAllocator> allocator = tell();
        Allotment allotment = allocator.map(IdentityAllocator::allotment).orElse(Allotment.UNKNOWN);
        if (allotment.complete()) {
            allocator.ifPresent(now -> last.keep(now.name()));
            holders.allotment(allotment);
            rows.fleet(allotment.sets());
            rows.initialised();
        }
        Set<String> changed = holders.workAll();
        // What a holder had before is left only when it has the new.
        tell();
        return changed;
    }

    private Optional<IdentityAllocator> tell() {
        Set<Labels> sets = holders.sets();
        if (!sets.equals(used)) {
            used = sets;
            allocators.keySet().forEach(each -> each.use(sets));
        }
        return allocator();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("identities failed, going on with the next change", e);
            }
        };
    }

    @Override
    public Optional<Identity> get(int number) {
        return table.snapshot().get(number);
    }

    @Override
    public List<Identity> list() {
        List<Identity> all = new ArrayList<>();
        table.snapshot().forEach(row -> all.add(row.getValue()));
        all.sort(Comparator.comparingInt(Identity::number));
        return List.copyOf(all);
    }

    @Override
    public HeldLabels hold(String holder, Labels labels) {
        Set<String> others = Set.of();
        HeldLabels now;
        synchronized (this) {
            holders.hold(holder, labels);
            boolean idle = System.nanoTime() - lastNanos > TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
            if (!holders.known(holder) && idle) {
                others = work();
            } else {
                holders.work(holder);
                if (!holders.sets().equals(used)) {
                    soon();
                }
            }
            now = holders.held(holder).orElseThrow();
        }
        if (!others.isEmpty()) {
            fleet.ring();
            tellOthers(others, holder);
        }
        return now;
    }

    private void tellOthers(Set<String> changed, String caller) {
        Set<String> others = new HashSet<>(changed);
        others.remove(caller);
        if (others.isEmpty()) {
            return;
        }
        try {
            worker.execute(() -> tellListeners(others));
        } catch (RejectedExecutionException e) {
            LOG.debug("not told: the identity bundle stops", e);
        }
    }

    @Override
    public synchronized Optional<HeldLabels> held(String holder) {
        return holders.held(holder);
    }

    @Override
    public void release(String holder) {
        synchronized (this) {
            holders.release(holder);
        }
        soon();
    }

    @Override
    public Subscription watchHeld(String name, HoldListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized Labels relevant(Labels labels) {
        return holders.relevant(labels);
    }

    @Override
    public Identity holdPrefix(String holder, IpPrefix prefix) {
        return prefixes.hold(holder, prefix);
    }

    @Override
    public void activatePrefixes(String holder) {
        prefixes.activate(holder);
        others.activate(holder);
    }

    @Override
    public void releasePrefix(String holder, IpPrefix prefix) {
        prefixes.release(holder, Set.of(prefix));
    }

    @Override
    public Map<IpPrefix, Identity> holdPrefixes(String holder, Set<IpPrefix> all) {
        return prefixes.replace(holder, all);
    }

    @Override
    public void settlePrefixes() {
        prefixes.settle();
        others.settle();
    }

    @Override
    public List<Identity> holdHosts(String holder) {
        return others.hold(holder);
    }

    @Override
    public void releaseHosts(String holder) {
        others.release(holder);
    }

    /** Every set in use on this host. */
    public synchronized Set<Labels> used() {
        return used;
    }

    /** Calls {@code changed} after numbers of the fleet may have changed. */
    public Subscription watchFleet(String name, Runnable changed) {
        return fleet.watchUnawaited(name, changed);
    }

    /** The other hosts of the fleet. */
    public OtherHosts others() {
        return others;
    }

    /** What nodeSelector looks at on this host. */
    public void host(Labels labels) {
        rows.local(List.of(new Identity(ReservedIdentity.HOST.number(), labels)), List.of());
    }

    /** Retracts what prefixes mean. */
    public void purge() {
        prefixes.clear();
        others.clear();
    }

    /** What is wrong, for people. */
    public synchronized Optional<String> trouble() {
        return problem.or(holders::trouble);
    }

    public synchronized Counts counts() {
        return new Counts(holders.size(), holders.waiting(), used.size(), prefixes.size());
    }

    /**
     * Numbers for people.
     *
     * @param holders endpoints that hold labels
     * @param waiting those of them without a number
     * @param sets different sets on this host
     * @param prefixes held on this host
     */
    public record Counts(int holders, long waiting, int sets, int prefixes) {}
}

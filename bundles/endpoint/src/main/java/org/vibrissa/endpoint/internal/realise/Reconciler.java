package org.vibrissa.endpoint.internal.realise;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.endpoint.EndpointGate;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.identify.Identification;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.Tables;

/**
 * Brings the host to what is declared: one endpoint after the other, on one thread. What cannot be
 * made now is tried again when a device changes, and every few seconds.
 */
@Component(
        service = {Endpoints.class, Reconciler.class},
        immediate = true)
public final class Reconciler implements Endpoints, ResourceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final long RETRY_SECONDS = 3;

    private final ResourceStore store;
    private final Realiser realiser;
    private final RouteMtu mtu;
    private final Runnable mtuChanged = this::mtuChanged;
    private final ScheduledExecutorService worker;
    private final Subscription watch;
    private final Rtnetlink.Subscription links;
    private final Map<ResourceKey, LocalEndpoint> realised = new ConcurrentHashMap<>();
    private final Map<ResourceKey, Resource> declared = new HashMap<>();

    /** What was declared and not yet looked at: the latest of each. */
    private final Map<ResourceKey, Resource> latest = new ConcurrentHashMap<>();

    private final Gates gates;
    private final CgroupPresence cgroups;
    private final Identification identities;
    private final Consumer<Set<String>> identitiesChanged = this::identitiesChanged;
    private final Set<String> reidentify = ConcurrentHashMap.newKeySet();
    private final TableWriter<ResourceKey, LocalEndpoint> table;
    private final Set<ResourceKey> waiting = new HashSet<>();
    private boolean pruned;
    private volatile boolean settled;

    @Activate
    public Reconciler(
            @Reference ResourceStore store,
            @Reference Realiser realiser,
            @Reference RouteMtu mtu,
            @Reference Netlink netlink,
            @Reference Gates gates,
            @Reference CgroupPresence cgroups,
            @Reference Identification identities,
            @Reference Tables tables) {
        this.store = store;
        this.realiser = realiser;
        this.mtu = mtu;
        this.gates = gates;
        this.cgroups = cgroups;
        this.identities = identities;
        this.table = tables.writer(Endpoints.TABLE, "endpoint");
        this.worker =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "vib-endpoints");
                            thread.setDaemon(true);
                            return thread;
                        });
        mtu.listen(mtuChanged);
        gates.listen(gate -> submit(() -> introduce(gate)));
        cgroups.listen(enforcer -> submit(this::retry));
        identities.listen(identitiesChanged);
        this.watch = store.watch(EndpointKind.NAME, "vib-endpoint-watch", this);
        this.links =
                netlink.own()
                        .subscribe(
                                EnumSet.of(Rtnetlink.EventGroup.LINK),
                                "vib-endpoint-links",
                                this::linkChanged);
        worker.scheduleWithFixedDelay(
                guarded(this::retry), RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    /** Stops following; endpoints stay as they are. */
    @Deactivate
    void deactivate() throws InterruptedException {
        stopFollowing();
    }

    /** Takes all devices of ours off the host; nothing brings them back until the next start. */
    public void purge() {
        try {
            stopFollowing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the endpoint thread ended", e);
        }
        realiser.purge();
    }

    private void stopFollowing() throws InterruptedException {
        mtu.forget(mtuChanged);
        gates.forget();
        cgroups.forget();
        identities.forget(identitiesChanged);
        links.close();
        watch.close();
        worker.shutdownNow();
        if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the endpoint thread still runs 10 s after its stop");
        }
        table.close();
    }

    @Override
    public void changed(ResourceEvent event) {
        Resource resource = event.resource();
        if (event.type() == ChangeType.DELETED) {
            latest.remove(resource.key());
            submit(() -> delete(resource));
        } else {
            latest.put(resource.key(), resource);
            realiser.announce(resource);
            submit(() -> Optional.ofNullable(latest.remove(resource.key())).ifPresent(this::take));
        }
    }

    private void take(Resource resource) {
        ResourceKey key = resource.key();
        Resource before = declared.get(key);
        if (before != null && !uid(before).equals(uid(resource))) {
            delete(before);
        }
        declared.put(key, resource);
        LocalEndpoint made = realised.get(key);
        boolean labelsAlone =
                before != null
                        && made != null
                        && before.spec().equals(resource.spec())
                        && !realiser.lost(made);
        if (labelsAlone) {
            identify(List.of(resource));
        } else {
            realise(resource);
        }
    }

    private static String uid(Resource resource) {
        return resource.metadata().uid();
    }

    private void introduce(EndpointGate gate) {
        for (LocalEndpoint endpoint : realised.values()) {
            try {
                gate.opening(endpoint);
            } catch (RuntimeException e) {
                LOG.error("a gate failed for endpoint {}", endpoint.key(), e);
            }
        }
    }

    private void identitiesChanged(Set<String> uids) {
        reidentify.addAll(uids);
        submit(
                () -> {
                    Set<String> now = Set.copyOf(reidentify);
                    reidentify.removeAll(now);
                    identify(
                            realised.values().stream()
                                    .filter(endpoint -> now.contains(endpoint.uid()))
                                    .map(endpoint -> declared.get(endpoint.key()))
                                    .toList());
                });
    }

    /** Brings labels and identities of endpoints in force to what they are now. */
    private void identify(List<Resource> resources) {
        Map<LocalEndpoint, LocalEndpoint> changed = new HashMap<>();
        for (Resource resource : resources) {
            LocalEndpoint before = realised.get(resource.key());
            LocalEndpoint now = realiser.identified(before, resource);
            if (!now.equals(before)) {
                changed.put(before, now);
            }
        }
        if (!changed.isEmpty()) {
            realiser.identify(changed);
            changed.values().forEach(now -> realised.put(now.key(), now));
            table.update(
                    changed.values().stream()
                            .collect(Collectors.toMap(LocalEndpoint::key, now -> now)),
                    Set.of());
        }
        resources.forEach(resource -> tell(resource, realised.get(resource.key())));
    }

    /** An endpoint without an identity carries packets, but is not what it was declared to be. */
    private void tell(Resource resource, LocalEndpoint endpoint) {
        Optional<HeldLabels> held = realiser.held(resource);
        boolean waits =
                held.filter(h -> h.identity().isEmpty()).isPresent()
                        && endpoint.identity() == ReservedIdentity.INIT.number();
        String reason = held.map(HeldLabels::reason).orElse("");
        store.setStatus(
                resource.key(),
                resource.metadata().generation(),
                waits ? Phase.PENDING : Phase.READY,
                reason.isEmpty() ? "" : "identity " + endpoint.identity() + ": " + reason,
                details(endpoint));
    }

    @Override
    public void initialised() {
        submit(
                () -> {
                    settled = true;
                    table.initialised();
                    pruneOnce();
                });
    }

    private void linkChanged(NetlinkEvent event) {
        submit(this::retry);
    }

    private void realise(Resource resource) {
        ResourceKey key = resource.key();
        try {
            LocalEndpoint endpoint =
                    realiser.realise(resource, Optional.ofNullable(realised.get(key)));
            realised.put(key, endpoint);
            table.put(key, endpoint);
            waiting.remove(key);
            tell(resource, endpoint);
        } catch (NotYet e) {
            LOG.info("endpoint {} waits: {}", key, e.getMessage());
            fail(resource, Phase.PENDING, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("endpoint {} failed", key, e);
            fail(resource, Phase.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void fail(Resource resource, Phase phase, String reason) {
        ResourceKey key = resource.key();
        LocalEndpoint before = realised.remove(key);
        if (before != null) {
            table.remove(key);
            realiser.detach(before);
        }
        waiting.add(key);
        store.setStatus(key, resource.metadata().generation(), phase, reason, Map.of());
    }

    private void delete(Resource resource) {
        ResourceKey key = resource.key();
        Resource now = declared.get(key);
        if (now != null && !uid(now).equals(uid(resource))) {
            return;
        }
        declared.remove(key);
        waiting.remove(key);
        table.remove(key);
        realiser.remove(resource, Optional.ofNullable(realised.remove(key)));
    }

    private void mtuChanged() {
        submit(this::reroute);
    }

    /** One whose namespace is just going is left to the event that tells of it. */
    private void reroute() {
        for (ResourceKey key : Set.copyOf(realised.keySet())) {
            try {
                realiser.reroute(declared.get(key));
            } catch (NotYet e) {
                LOG.info("routes of endpoint {} keep their MTU: {}", key, e.getMessage());
            }
        }
    }

    /** Tries again what waits, and finds endpoints whose device went away. */
    private void retry() {
        Set<ResourceKey> again = new HashSet<>(waiting);
        for (LocalEndpoint endpoint : realised.values()) {
            if (realiser.lost(endpoint)) {
                again.add(endpoint.key());
            }
        }
        again.stream().map(declared::get).forEach(this::realise);
        pruneOnce();
    }

    /** Only when all is known and nothing waits is it safe to say that a leftover is nobody's. */
    private void pruneOnce() {
        if (settled && !pruned && waiting.isEmpty()) {
            realiser.prune(declared.values(), realised.values());
            pruned = true;
        }
    }

    private void submit(Runnable task) {
        try {
            worker.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("not done: the endpoint bundle stops", e);
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("endpoint reconciliation failed, going on with the next change", e);
            }
        };
    }

    private static Map<String, String> details(LocalEndpoint endpoint) {
        return Map.of(
                "id", Integer.toString(endpoint.id()),
                "identity", Integer.toString(endpoint.identity()),
                "addresses",
                        endpoint.addresses().stream()
                                .map(IpAddresses::format)
                                .collect(Collectors.joining(", ")),
                "device", endpoint.device(),
                "mac", endpoint.mac().toString());
    }

    @Override
    public List<LocalEndpoint> list() {
        return realised.values().stream()
                .sorted(java.util.Comparator.comparingInt(LocalEndpoint::id))
                .toList();
    }

    @Override
    public Optional<LocalEndpoint> get(ResourceKey key) {
        return Optional.ofNullable(realised.get(key));
    }

    /** Whether everything that was declared at the start has been tried once. */
    public boolean settled() {
        return settled;
    }

    /** Everything declared. */
    public Collection<Resource> declared() {
        return store.list(EndpointKind.NAME);
    }
}

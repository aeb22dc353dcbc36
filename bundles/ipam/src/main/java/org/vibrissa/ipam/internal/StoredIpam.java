package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipam.Allocation;
import org.vibrissa.ipam.AllocationRequest;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.IpamException;
import org.vibrissa.ipam.PoolInfo;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.NearestName;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * Leases in the store, with an index in memory. Every change is in the store before it is in the
 * index, so a crash or a full disk leaves both as they were.
 */
@Component(service = {Ipam.class, StoredIpam.class})
public final class StoredIpam implements Ipam {
    private final ResourceStore store;
    private final Clock clock;
    private final Map<String, Pool> pools = new HashMap<>();
    private LeaseBook book;

    /** The kinds are asked for so that the store knows them before anything is leased. */
    @Activate
    public StoredIpam(
            @Reference ResourceStore store,
            @Reference IpPoolKind pools,
            @Reference IpLeaseKind leases) {
        this(store, Clock.systemUTC());
    }

    StoredIpam(ResourceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public synchronized Allocation allocate(AllocationRequest request) {
        refuseBadOwner(request.owner());
        Instant now = clock.instant();
        LeaseBook leases = book();
        Pool pool = pool(request.pool());
        forgetExpired(now);
        List<Lease> chosen = Choice.of(request, pool, leases, now);
        Set<Lease> kept = new HashSet<>(chosen);
        List<Lease> changed = new ArrayList<>();
        for (Lease lease : leases.usedBy(request.owner())) {
            if (!kept.contains(lease)) {
                changed.add(rested(lease, now));
            }
        }
        chosen.stream()
                .filter(lease -> !leases.at(lease.address()).equals(Optional.of(lease)))
                .forEach(changed::add);
        write(changed, now);
        return pool.allocation(request.owner(), chosen);
    }

    @Override
    public synchronized void release(String owner) {
        Instant now = clock.instant();
        write(book().usedBy(owner).stream().map(lease -> rested(lease, now)).toList(), now);
    }

    @Override
    public synchronized Optional<Allocation> find(String owner) {
        List<Lease> leases = book().usedBy(owner);
        return leases.isEmpty()
                ? Optional.empty()
                : Optional.of(pool(leases.get(0).pool()).allocation(owner, leases));
    }

    @Override
    public synchronized List<Allocation> list() {
        return book().owners().stream().flatMap(owner -> find(owner).stream()).toList();
    }

    @Override
    public synchronized List<PoolInfo> pools() {
        return store.list(IpPoolKind.KIND).stream()
                .map(resource -> pool(resource.name()).info())
                .toList();
    }

    @Override
    public synchronized List<PoolUsage> usage() {
        Instant now = clock.instant();
        return store.list(IpPoolKind.KIND).stream()
                .flatMap(resource -> pool(resource.name()).usage(book().all(), now).stream())
                .toList();
    }

    /** Whether an address of a network is leased to anybody. */
    synchronized boolean uses(IpPrefix network) {
        return book().all().stream()
                .anyMatch(lease -> lease.inUse() && network.contains(lease.address()));
    }

    /** The lease as it rests after its use; expired at once when the pool wants no quarantine. */
    private Lease rested(Lease lease, Instant now) {
        return lease.quarantinedUntil(
                store.get(ResourceKey.of(IpPoolKind.KIND, lease.pool()))
                        .map(resource -> now.plus(pool(lease.pool()).spec().quarantine()))
                        .orElse(now));
    }

    /** Stores leases and deletes expired ones in one step, then follows in the index. */
    private void write(List<Lease> changed, Instant now) {
        Map<ResourceKey, Lease> gone = new HashMap<>();
        book().resting().stream()
                .filter(lease -> lease.expired(now))
                .forEach(lease -> gone.put(lease.key(), lease));
        List<Lease> put = new ArrayList<>();
        for (Lease lease : changed) {
            if (lease.expired(now)) {
                gone.put(lease.key(), lease);
            } else {
                gone.remove(lease.key());
                put.add(lease);
            }
        }
        if (changed.isEmpty() && gone.isEmpty()) {
            return;
        }
        List<ResourceKey> deletes =
                gone.keySet().stream().filter(key -> store.get(key).isPresent()).toList();
        store.update(put.stream().map(Lease::document).toList(), deletes, ApplyOptions.DAEMON);
        for (Lease lease : gone.values()) {
            book.remove(lease.address());
            ifLoaded(lease, pool -> pool.freed(lease));
        }
        for (Lease lease : put) {
            book.put(lease);
            ifLoaded(lease, pool -> pool.took(lease));
            show(lease);
        }
        Stream.concat(changed.stream(), gone.values().stream())
                .map(Lease::pool)
                .distinct()
                .forEach(this::report);
    }

    /** Deletes the leases whose quarantine is over. Nothing while the store takes no changes. */
    synchronized void sweep() {
        if (store.health().writable()) {
            write(List.of(), clock.instant());
        }
    }

    /** A lease is ready as soon as it is stored; its status says when its quarantine ends. */
    private void show(Lease lease) {
        store.get(lease.key())
                .ifPresent(
                        stored ->
                                store.setStatus(
                                        stored.key(),
                                        stored.metadata().generation(),
                                        Phase.READY,
                                        lease.reason(),
                                        Map.of()));
    }

    /** Shows how full a pool is in its status. */
    synchronized void report(String name) {
        Optional<Resource> resource = store.get(ResourceKey.of(IpPoolKind.KIND, name));
        if (resource.isEmpty()) {
            pools.remove(name);
            return;
        }
        List<PoolUsage> usage = pool(name).usage(book().all(), clock.instant());
        BigInteger free =
                usage.stream().map(PoolUsage::free).reduce(BigInteger.ZERO, BigInteger::add);
        Map<String, String> details = new HashMap<>();
        details.put("used", "" + usage.stream().mapToLong(PoolUsage::used).sum());
        details.put("quarantined", "" + usage.stream().mapToLong(PoolUsage::quarantined).sum());
        details.put("free", free.bitLength() > 40 ? "~2^" + (free.bitLength() - 1) : "" + free);
        store.setStatus(
                resource.get().key(),
                resource.get().metadata().generation(),
                Phase.READY,
                "",
                details);
    }

    private void ifLoaded(Lease lease, java.util.function.Consumer<Pool> action) {
        Pool pool = pools.get(lease.pool());
        if (pool != null) {
            action.accept(pool);
        }
    }

    /** Frees expired addresses in the pools' spaces; their leases go with the next write. */
    private void forgetExpired(Instant now) {
        for (Lease lease : book().resting()) {
            if (lease.expired(now)) {
                ifLoaded(lease, pool -> pool.freed(lease));
            }
        }
    }

    private LeaseBook book() {
        if (!store.health().initialised()) {
            throw new IpamException(
                    "addresses cannot be given: the store is not readable: "
                            + store.health().reason());
        }
        if (book == null) {
            LeaseBook read = new LeaseBook();
            Instant now = clock.instant();
            for (Resource resource : store.list(IpLeaseKind.KIND)) {
                read.put(notBeyond(Lease.decode(resource.spec()), now));
            }
            book = read;
            read.all().forEach(this::show);
        }
        return book;
    }

    /** A clock that was set back must not make a quarantine longer than the pool's. */
    private Lease notBeyond(Lease lease, Instant now) {
        if (lease.inUse()) {
            return lease;
        }
        Instant latest = rested(now, lease);
        return lease.until().isAfter(latest) ? lease.quarantinedUntil(latest) : lease;
    }

    private Instant rested(Instant now, Lease lease) {
        return store.get(ResourceKey.of(IpPoolKind.KIND, lease.pool()))
                .map(resource -> now.plus(PoolSpec.decode(resource.spec()).quarantine()))
                .orElse(now);
    }

    private Pool pool(String name) {
        Resource resource =
                store.get(ResourceKey.of(IpPoolKind.KIND, name))
                        .orElseThrow(() -> new IpamException(noPool(name)));
        Pool pool = pools.get(name);
        if (pool == null || !pool.isOf(resource)) {
            pool = new Pool(resource, book().all());
            pools.put(name, pool);
        }
        return pool;
    }

    private String noPool(String name) {
        Optional<Resource> cluster = store.get(ResourceKey.of(ClusterPoolKind.KIND, name));
        if (cluster.isPresent()) {
            return "cluster pool %s has no block on this host yet: %s"
                    .formatted(name, cluster.get().status().reason());
        }
        List<String> known = store.list(IpPoolKind.KIND).stream().map(Resource::name).toList();
        return "no IpPool \""
                + name
                + "\""
                + NearestName.hint(name, known)
                + (name.matches("[a-z0-9][a-z0-9-]{0,62}") ? "; apply one: " + apply(name) : "");
    }

    private static String apply(String name) {
        return "echo '{apiVersion: vibrissa.org/v1, kind: IpPool, metadata: {name: "
                + name
                + "}, spec: {cidrs: [10.1.0.0/24]}}' | vibrissa apply -f -";
    }

    private static void refuseBadOwner(String owner) {
        if (!owner.matches("\\S{1,253}")) {
            throw new IpamException("not an owner: \"" + owner + "\"");
        }
    }
}

package org.vibrissa.ipam.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.ipam.Allocation;
import org.vibrissa.ipam.Family;
import org.vibrissa.ipam.PoolExhausted;
import org.vibrissa.ipam.PoolInfo;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.state.Resource;

/** One pool at one generation, with what is leased. Not safe for use by several threads. */
final class Pool {
    static final Comparator<InetAddress> ORDER =
            Comparator.comparing((InetAddress a) -> Family.of(a)).thenComparing(Numbers::of);

    private final String name;
    private final String uid;
    private final long generation;
    private final PoolSpec spec;
    private final List<AddressSpace> spaces = new ArrayList<>();

    Pool(Resource resource, Collection<Lease> leases) {
        name = resource.name();
        uid = resource.metadata().uid();
        generation = resource.metadata().generation();
        spec = PoolSpec.decode(resource.spec());
        spec.networks().forEach(network -> spaces.add(new AddressSpace(network, spec)));
        leases.stream().filter(lease -> lease.pool().equals(name)).forEach(this::took);
    }

    boolean isOf(Resource resource) {
        return resource.metadata().uid().equals(uid)
                && resource.metadata().generation() == generation;
    }

    PoolSpec spec() {
        return spec;
    }

    PoolInfo info() {
        return new PoolInfo(
                name, spec.networks(), spec.gateways(), spec.reserved(), spec.quarantine());
    }

    /** A free address which is not among those chosen already. */
    InetAddress next(Family family, Collection<Lease> leases, Instant now) {
        for (AddressSpace space : spaces) {
            if (Family.of(space.network().address()) == family) {
                Optional<InetAddress> found = space.next();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new PoolExhausted(exhausted(family, leases, now));
    }

    void took(Lease lease) {
        spaces.forEach(space -> space.take(lease.address()));
    }

    /** Frees a lease's address, unless it is now one that is never handed out. */
    void freed(Lease lease) {
        if (spec.whyNot(lease.address()).isEmpty()) {
            spaces.forEach(space -> space.free(lease.address()));
        }
    }

    Allocation allocation(String owner, Collection<Lease> leases) {
        List<InetAddress> addresses = leases.stream().map(Lease::address).sorted(ORDER).toList();
        List<InetAddress> gateways = new ArrayList<>();
        Set<Family> have = new HashSet<>();
        for (InetAddress address : addresses) {
            int network = spec.networkOf(address).map(spec.networks()::indexOf).orElse(-1);
            if (network >= 0 && have.add(Family.of(address))) {
                gateways.add(spec.gateways().get(network));
            }
        }
        return new Allocation(owner, name, addresses, gateways);
    }

    List<PoolUsage> usage(Collection<Lease> leases, Instant now) {
        List<PoolUsage> usage = new ArrayList<>();
        for (AddressSpace space : spaces) {
            List<Lease> here =
                    leases.stream()
                            .filter(lease -> space.network().contains(lease.address()))
                            .toList();
            long used = here.stream().filter(Lease::inUse).count();
            long resting = here.stream().filter(l -> !l.inUse() && !l.expired(now)).count();
            usage.add(new PoolUsage(name, space.network(), space.total(), used, resting));
        }
        return usage;
    }

    private String exhausted(Family family, Collection<Lease> leases, Instant now) {
        List<Lease> ours =
                leases.stream().filter(l -> l.pool().equals(name) && l.family() == family).toList();
        List<Instant> resting =
                ours.stream().filter(l -> !l.inUse()).map(Lease::until).sorted().toList();
        String text =
                "pool "
                        + name
                        + " has no free "
                        + (family == Family.IPV4 ? "IPv4" : "IPv6")
                        + " address: "
                        + ours.stream().filter(Lease::inUse).count()
                        + " in use, "
                        + resting.size()
                        + " in quarantine";
        if (!resting.isEmpty()) {
            Duration wait = Duration.between(now, resting.get(0));
            text += ", the next is free in " + Math.max(1, wait.toSeconds()) + " s";
        }
        return text + "; delete endpoints or add a network to the pool";
    }
}

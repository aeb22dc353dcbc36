package org.vibrissa.ipam.internal;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.ipam.AddressRefused;
import org.vibrissa.ipam.AllocationRequest;
import org.vibrissa.ipam.Family;
import org.vibrissa.ipam.IpamException;
import org.vibrissa.net.IpAddresses;

/** Decides which addresses a request gets; changes nothing but the pool's cursor. */
final class Choice {
    private final AllocationRequest request;
    private final Pool pool;
    private final LeaseBook book;
    private final Instant now;
    private final List<Lease> chosen = new ArrayList<>();

    private Choice(AllocationRequest request, Pool pool, LeaseBook book, Instant now) {
        this.request = request;
        this.pool = pool;
        this.book = book;
        this.now = now;
    }

    static List<Lease> of(AllocationRequest request, Pool pool, LeaseBook book, Instant now) {
        Choice choice = new Choice(request, pool, book, now);
        choice.statics();
        choice.dynamics();
        return List.copyOf(choice.chosen);
    }

    private void statics() {
        for (InetAddress address : request.addresses()) {
            String text = IpAddresses.format(address);
            Optional<String> problem = pool.spec().whyNot(address);
            if (problem.isPresent()) {
                throw new AddressRefused(text + " " + problem.get() + " " + request.pool());
            }
            Optional<Lease> lease = book.at(address).filter(l -> !l.expired(now));
            if (lease.isPresent() && !lease.get().owner().equals(request.owner())) {
                throw new AddressRefused(text + taken(lease.get()));
            }
            Lease mine = Lease.used(address, request.pool(), request.owner());
            if (chosen.contains(mine)) {
                throw new AddressRefused(text + " is there twice");
            }
            chosen.add(mine);
        }
    }

    private static String taken(Lease lease) {
        return lease.inUse()
                ? " is in use by " + lease.owner()
                : " is in quarantine until " + lease.until() + ", after " + lease.owner();
    }

    private void dynamics() {
        Set<Family> wanted = EnumSet.noneOf(Family.class);
        for (Family family : Family.values()) {
            boolean has = pool.spec().has(family);
            if (request.families().contains(family) && !has) {
                throw new IpamException(
                        "pool " + request.pool() + " has no " + family + " network");
            }
            if (has && (request.families().isEmpty() || request.families().contains(family))) {
                wanted.add(family);
            }
        }
        chosen.forEach(lease -> wanted.remove(lease.family()));
        for (Family family : wanted) {
            InetAddress address = had(family).orElseGet(() -> pool.next(family, book.all(), now));
            chosen.add(Lease.used(address, request.pool(), request.owner()));
        }
    }

    /** What the owner has of a family, or had and is still in quarantine. */
    private Optional<InetAddress> had(Family family) {
        return book.all().stream()
                .filter(
                        lease ->
                                lease.owner().equals(request.owner())
                                        && lease.pool().equals(request.pool())
                                        && lease.family() == family
                                        && pool.spec().whyNot(lease.address()).isEmpty())
                .max(
                        Comparator.comparing(Lease::until)
                                .thenComparing(Lease::address, Pool.ORDER.reversed()))
                .map(Lease::address);
    }
}

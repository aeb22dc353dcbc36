package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.StoreView;

/**
 * Which blocks nobody has, at one moment: none assigned, none that a host's prefixes or underlay
 * addresses touch, none that is reserved as a whole. Not safe for use by several threads.
 */
final class FreeBlocks {
    private final RangeSet ipv4 = new RangeSet();
    private final RangeSet ipv6 = new RangeSet();

    FreeBlocks(StoreView view) {
        Block.all(view).forEach(block -> take(block.network()));
        for (Neighbour node : Neighbour.all(view)) {
            node.prefixes().forEach(this::take);
            for (InetAddress address : node.addresses()) {
                take(IpPrefix.host(address));
            }
        }
    }

    void take(IpPrefix network) {
        taken(Family.of(network.address())).add(Numbers.first(network), Numbers.last(network));
    }

    private RangeSet taken(Family family) {
        return family == Family.IPV4 ? ipv4 : ipv6;
    }

    /** The lowest free one, in the order of the pool's networks; it is not taken yet. */
    Optional<IpPrefix> next(ClusterPoolSpec pool, Family family) {
        for (IpPrefix network : pool.networks()) {
            if (Family.of(network.address()) == family) {
                Optional<IpPrefix> found = next(pool, network, pool.blockLength(family));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<IpPrefix> next(ClusterPoolSpec pool, IpPrefix network, int length) {
        boolean v6 = network.isIpv6();
        RangeSet taken = taken(Family.of(network.address()));
        BigInteger size = BigInteger.ONE.shiftLeft(IpAddresses.bits(network.address()) - length);
        BigInteger last = Numbers.last(network);
        BigInteger from = Numbers.first(network);
        Optional<BigInteger> missing = taken.firstMissing(from, last);
        while (missing.isPresent()) {
            BigInteger first = missing.get().subtract(missing.get().mod(size));
            IpPrefix block = new IpPrefix(Numbers.address(first, v6), length);
            if (!taken.touches(first, Numbers.last(block))
                    && pool.reserved().stream().noneMatch(r -> r.contains(block))) {
                return Optional.of(block);
            }
            missing = taken.firstMissing(first.add(size), last);
        }
        return Optional.empty();
    }
}

package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;

/**
 * The free addresses of one network. The search goes on where the last one ended, so an address is
 * used again as late as possible. Not safe for use by several threads.
 */
final class AddressSpace {
    private final IpPrefix network;
    private final BigInteger first;
    private final BigInteger last;
    private final BigInteger total;
    private final RangeSet taken = new RangeSet();
    private final boolean closed;
    private BigInteger cursor;

    AddressSpace(IpPrefix network, PoolSpec spec) {
        this.network = network;
        this.first = Numbers.first(network);
        this.last = Numbers.last(network);
        this.cursor = first;
        this.closed = spec.closed().contains(network);
        if (PoolSpec.hasEnds(network)) {
            taken.add(first);
            if (!network.isIpv6()) {
                taken.add(last);
            }
        }
        for (InetAddress gateway : spec.gateways()) {
            take(gateway);
        }
        for (IpPrefix reserved : spec.reserved()) {
            if (network.contains(reserved)) {
                taken.add(Numbers.first(reserved), Numbers.last(reserved));
            }
        }
        total = last.subtract(first).add(BigInteger.ONE).subtract(taken.size());
    }

    IpPrefix network() {
        return network;
    }

    /** How many addresses can be handed out at most. */
    BigInteger total() {
        return total;
    }

    /** Marks an address; one of another network is none of ours. */
    void take(InetAddress address) {
        if (network.contains(address)) {
            taken.add(Numbers.of(address));
        }
    }

    /** Marks an address as free, which {@link #take} has taken. */
    void free(InetAddress address) {
        if (network.contains(address)) {
            taken.remove(Numbers.of(address));
        }
    }

    /** The next free address; it is not taken yet. */
    Optional<InetAddress> next() {
        if (closed) {
            return Optional.empty();
        }
        Optional<BigInteger> number =
                taken.firstMissing(cursor, last).or(() -> taken.firstMissing(first, last));
        number.ifPresent(n -> cursor = n.equals(last) ? first : n.add(BigInteger.ONE));
        return number.map(n -> Numbers.address(n, network.isIpv6()));
    }
}

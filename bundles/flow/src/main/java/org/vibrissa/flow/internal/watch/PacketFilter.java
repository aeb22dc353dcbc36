package org.vibrissa.flow.internal.watch;

import java.util.Optional;
import java.util.stream.Stream;
import org.vibrissa.net.IpPrefix;

/**
 * Which packets are meant. Immutable.
 *
 * @param source prefix of the source address; empty = any
 * @param destination prefix of the destination address, of the same family; empty = any
 * @param protocol IP protocol number; 0 = any
 * @param sourcePort 1..65535; 0 = any
 * @param destinationPort 1..65535; 0 = any
 * @param ifindex device by which it enters the datapath; 0 = any
 * @param answersToo whether also those with source and destination changed over are meant
 */
record PacketFilter(
        Optional<IpPrefix> source,
        Optional<IpPrefix> destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        int ifindex,
        boolean answersToo) {
    PacketFilter {
        if (source.isPresent()
                && destination.isPresent()
                && source.get().isIpv6() != destination.get().isIpv6()) {
            throw new IllegalArgumentException("source and destination differ in address family");
        }
        if (protocol < 0 || protocol > 255) {
            throw new IllegalArgumentException("protocol out of range 0..255: " + protocol);
        }
        if ((sourcePort | destinationPort) >>> 16 != 0) {
            throw new IllegalArgumentException("port out of range 0..65535");
        }
        if (ifindex < 0) {
            throw new IllegalArgumentException("no device has the number " + ifindex);
        }
    }

    /** 4 or 6, when an address says it; 0 = both. */
    int family() {
        return Stream.of(source, destination)
                .flatMap(Optional::stream)
                .findFirst()
                .map(prefix -> prefix.isIpv6() ? 6 : 4)
                .orElse(0);
    }
}

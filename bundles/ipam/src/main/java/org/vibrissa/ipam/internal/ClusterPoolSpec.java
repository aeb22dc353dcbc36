package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * A ClusterPool's spec with defaults filled in.
 *
 * @param networks what blocks are cut from
 * @param ipv4 prefix length of IPv4 blocks
 * @param ipv6 prefix length of IPv6 blocks
 * @param reserved never handed out; a block that lies within is not assigned
 * @param quarantine how long a released address rests
 */
public record ClusterPoolSpec(
        List<IpPrefix> networks, int ipv4, int ipv6, List<IpPrefix> reserved, Duration quarantine) {
    private static final int DEFAULT_IPV4 = 24;
    private static final int DEFAULT_IPV6 = 120;
    private static final int LONGEST_IPV4 = 30;
    private static final int LONGEST_IPV6 = 126;
    private static final int MOST_BITS = 16;

    static ClusterPoolSpec decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        List<IpPrefix> networks = reader.values("cidrs", PoolSpec::network);
        Optional<SpecReader> sizes = reader.object("blockSize");
        Optional<Integer> ipv4 = size(sizes, "ipv4", LONGEST_IPV4);
        Optional<Integer> ipv6 = size(sizes, "ipv6", LONGEST_IPV6);
        sizes.ifPresent(SpecReader::end);
        List<IpPrefix> reserved = reader.values("reserved", IpPrefix::parseNetwork);
        Duration quarantine = reader.duration("quarantine").orElse(PoolSpec.DEFAULT_QUARANTINE);
        reader.end();
        if (networks.isEmpty()) {
            throw new InvalidResource("spec.cidrs", "needs at least one network");
        }
        PoolSpec.refuseOverlaps(networks);
        PoolSpec.refuseOutside(networks, reserved);
        PoolSpec.refuseLong(quarantine);
        ClusterPoolSpec spec =
                new ClusterPoolSpec(
                        networks,
                        ipv4.orElse(DEFAULT_IPV4),
                        ipv6.orElse(DEFAULT_IPV6),
                        reserved,
                        quarantine);
        ipv4.ifPresent(length -> spec.refuseWithout(Family.IPV4));
        ipv6.ifPresent(length -> spec.refuseWithout(Family.IPV6));
        networks.forEach(spec::refuseBadBlocks);
        return spec;
    }

    private static Optional<Integer> size(Optional<SpecReader> sizes, String field, int longest) {
        return sizes.flatMap(s -> s.integer(field, 1, longest)).map(Long::intValue);
    }

    private void refuseWithout(Family family) {
        if (!families().contains(family)) {
            throw new InvalidResource(
                    at(family), "the pool has no " + word(family) + " network in spec.cidrs");
        }
    }

    private void refuseBadBlocks(IpPrefix network) {
        Family family = Family.of(network.address());
        int length = blockLength(family);
        if (length < network.length()) {
            throw new InvalidResource(
                    at(family),
                    "a block of /%d is wider than %s of the pool; name a length from %d on"
                            .formatted(length, network, network.length()));
        }
        if (length - network.length() > MOST_BITS) {
            throw new InvalidResource(
                    at(family),
                    "/%d makes 2^%d blocks of %s and 65536 are the most; name a length up to %d"
                            .formatted(
                                    length,
                                    length - network.length(),
                                    network,
                                    network.length() + MOST_BITS));
        }
    }

    private static String at(Family family) {
        return "spec.blockSize." + (family == Family.IPV4 ? "ipv4" : "ipv6");
    }

    static String word(Family family) {
        return family == Family.IPV4 ? "IPv4" : "IPv6";
    }

    int blockLength(Family family) {
        return family == Family.IPV4 ? ipv4 : ipv6;
    }

    /** The families it has networks of. */
    Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        networks.forEach(network -> families.add(Family.of(network.address())));
        return families;
    }

    /** How many blocks it makes in all. */
    long blocks() {
        return networks.stream()
                .mapToLong(n -> 1L << (blockLength(Family.of(n.address())) - n.length()))
                .sum();
    }

    boolean contains(IpPrefix prefix) {
        return networks.stream().anyMatch(network -> network.contains(prefix));
    }

    /** What of {@link #reserved} lies in a block. */
    List<IpPrefix> reservedIn(IpPrefix block) {
        return reserved.stream().filter(block::contains).toList();
    }
}

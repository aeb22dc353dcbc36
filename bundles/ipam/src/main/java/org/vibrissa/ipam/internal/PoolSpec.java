package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * An IpPool's spec with defaults filled in.
 *
 * @param networks what addresses are taken from
 * @param gateways one for each network, in their order
 * @param reserved never handed out
 * @param quarantine how long a released address rests
 * @param clusterPool the ClusterPool whose blocks of this host the networks are
 * @param closed those of the networks from which nothing new is handed out
 */
public record PoolSpec(
        List<IpPrefix> networks,
        List<InetAddress> gateways,
        List<IpPrefix> reserved,
        Duration quarantine,
        Optional<String> clusterPool,
        List<IpPrefix> closed) {
    static final String CLUSTER_POOL = "clusterPool";
    static final String CLOSED = "closed";
    static final Duration DEFAULT_QUARANTINE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(1);

    static PoolSpec decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        List<IpPrefix> networks = reader.values("cidrs", PoolSpec::network);
        List<InetAddress> declared = reader.values("gateways", IpAddresses::parse);
        List<IpPrefix> reserved = reader.values("reserved", IpPrefix::parseNetwork);
        Duration quarantine = reader.duration("quarantine").orElse(DEFAULT_QUARANTINE);
        Optional<SpecReader> made = reader.object(CLUSTER_POOL);
        Optional<String> clusterPool = made.map(m -> m.requiredText("name"));
        List<IpPrefix> closed =
                made.map(m -> m.values(CLOSED, IpPrefix::parseNetwork)).orElse(List.of());
        made.ifPresent(SpecReader::end);
        reader.end();
        if (networks.isEmpty()) {
            throw new InvalidResource("spec.cidrs", "needs at least one network");
        }
        refuseOverlaps(networks);
        refuseLong(quarantine);
        refuseOutside(networks, reserved);
        return new PoolSpec(
                networks, gateways(networks, declared), reserved, quarantine, clusterPool, closed);
    }

    static void refuseLong(Duration quarantine) {
        if (quarantine.compareTo(LONGEST) > 0) {
            throw new InvalidResource("spec.quarantine", "must be at most 24h");
        }
    }

    static void refuseOutside(List<IpPrefix> networks, List<IpPrefix> reserved) {
        for (int i = 0; i < reserved.size(); i++) {
            IpPrefix one = reserved.get(i);
            if (networks.stream().noneMatch(n -> n.contains(one))) {
                throw new InvalidResource(
                        "spec.reserved[" + i + "]", one + " is in none of the pool's cidrs");
            }
        }
    }

    Optional<IpPrefix> networkOf(InetAddress address) {
        return networks.stream().filter(n -> n.contains(address)).findFirst();
    }

    boolean has(Family family) {
        return networks.stream().anyMatch(n -> Family.of(n.address()) == family);
    }

    /** Why an address is never handed out; empty when it may be. */
    Optional<String> whyNot(InetAddress address) {
        Optional<IpPrefix> network = networkOf(address);
        if (network.isEmpty()) {
            return Optional.of("is in none of the pool's networks");
        }
        if (gateways.contains(address)) {
            return Optional.of("is a gateway of the pool");
        }
        for (IpPrefix one : reserved) {
            if (one.contains(address)) {
                return Optional.of("is reserved by " + one);
            }
        }
        IpPrefix in = network.get();
        if (hasEnds(in) && Numbers.of(address).equals(Numbers.first(in))) {
            return Optional.of("is the network address of " + in);
        }
        if (hasEnds(in) && !in.isIpv6() && Numbers.of(address).equals(Numbers.last(in))) {
            return Optional.of("is the broadcast address of " + in);
        }
        return Optional.empty();
    }

    /** Point-to-point and host prefixes use all addresses (RFC 3021, RFC 6164). */
    static boolean hasEnds(IpPrefix network) {
        return IpAddresses.bits(network.address()) - network.length() > 1;
    }

    static IpPrefix network(String text) {
        IpPrefix network = IpPrefix.parseNetwork(text);
        InetAddress address = network.address();
        if (network.length() < (network.isIpv6() ? 16 : 8)) {
            throw new IllegalArgumentException(
                    network + " is too large; the shortest prefix is /8, for IPv6 /16");
        }
        if (address.isLoopbackAddress()
                || address.isMulticastAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || (!network.isIpv6() && (address.getAddress()[0] & 0xff) >= 240)) {
            throw new IllegalArgumentException(
                    network
                            + " has no addresses for endpoints: loopback, link-local, multicast"
                            + " and reserved ranges cannot be used");
        }
        return network;
    }

    static void refuseOverlaps(List<IpPrefix> networks) {
        for (int i = 0; i < networks.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (networks.get(i).overlaps(networks.get(j))) {
                    throw new InvalidResource(
                            "spec.cidrs[" + i + "]",
                            networks.get(i) + " overlaps " + networks.get(j) + " of this pool");
                }
            }
        }
    }

    private static List<InetAddress> gateways(List<IpPrefix> networks, List<InetAddress> declared) {
        Map<IpPrefix, InetAddress> byNetwork = new HashMap<>();
        for (int i = 0; i < declared.size(); i++) {
            InetAddress gateway = declared.get(i);
            String path = "spec.gateways[" + i + "]";
            String text = IpAddresses.format(gateway);
            IpPrefix network =
                    networks.stream()
                            .filter(n -> n.contains(gateway))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new InvalidResource(
                                                    path,
                                                    text + " is in none of the pool's cidrs"));
            if (isEnd(network, gateway)) {
                throw new InvalidResource(
                        path, text + " is the network or broadcast address of " + network);
            }
            if (byNetwork.put(network, gateway) != null) {
                throw new InvalidResource(path, network + " has a gateway already");
            }
        }
        List<InetAddress> gateways = new ArrayList<>();
        for (IpPrefix network : networks) {
            InetAddress first =
                    Numbers.address(
                            hasEnds(network)
                                    ? Numbers.first(network).add(java.math.BigInteger.ONE)
                                    : Numbers.first(network),
                            network.isIpv6());
            gateways.add(byNetwork.getOrDefault(network, first));
        }
        return List.copyOf(gateways);
    }

    private static boolean isEnd(IpPrefix network, InetAddress address) {
        return hasEnds(network)
                && (Numbers.of(address).equals(Numbers.first(network))
                        || (!network.isIpv6()
                                && Numbers.of(address).equals(Numbers.last(network))));
    }
}

package org.vibrissa.node.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * A Node's spec.
 *
 * @param addresses underlay addresses, at most one of each family, the preferred first
 * @param prefixes where its endpoints live
 * @param fleetAddress where it listens for other members, {@code host:port}
 * @param vtepMac of a foreign tunnel endpoint: destination MAC of inner frames to it
 * @param healthAddresses of the endpoint that answers health probes, within the prefixes
 */
public record NodeSpec(
        List<InetAddress> addresses,
        List<IpPrefix> prefixes,
        Optional<String> fleetAddress,
        Optional<MacAddress> vtepMac,
        List<InetAddress> healthAddresses) {
    private static final int LAST_CLASS = 240;

    public static NodeSpec decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        List<InetAddress> addresses = reader.values("addresses", NodeSpec::underlay);
        List<IpPrefix> prefixes = reader.values("prefixes", NodeSpec::prefix);
        Optional<SpecReader> fleet = reader.object("fleet");
        Optional<String> fleetAddress = fleet.flatMap(f -> f.value("address", NodeSpec::endpoint));
        fleet.ifPresent(SpecReader::end);
        Optional<SpecReader> vtep = reader.object("vtep");
        Optional<MacAddress> mac = vtep.flatMap(v -> v.value("mac", NodeSpec::unicast));
        vtep.ifPresent(SpecReader::end);
        List<InetAddress> health = health(reader, prefixes);
        reader.end();
        if (vtep.isPresent() && mac.isEmpty()) {
            throw new InvalidResource("spec.vtep.mac", "is required");
        }
        if (addresses.isEmpty()) {
            throw new InvalidResource("spec.addresses", "needs at least one address");
        }
        onePerFamily(addresses);
        apart(prefixes);
        return new NodeSpec(addresses, prefixes, fleetAddress, mac, health);
    }

    /** Probes go where the field says: to what is this node's and nobody else's. */
    private static List<InetAddress> health(SpecReader reader, List<IpPrefix> prefixes) {
        Optional<SpecReader> health = reader.object("health");
        List<InetAddress> addresses =
                health.map(h -> h.values("addresses", IpAddresses::parse)).orElse(List.of());
        health.ifPresent(SpecReader::end);
        for (int i = 0; i < addresses.size(); i++) {
            InetAddress address = addresses.get(i);
            if (prefixes.stream().noneMatch(prefix -> prefix.contains(address))) {
                throw new InvalidResource(
                        "spec.health.addresses[" + i + "]",
                        IpAddresses.format(address) + " is in none of the node's prefixes");
            }
        }
        return addresses;
    }

    private static InetAddress underlay(String text) {
        InetAddress address = IpAddresses.parse(text);
        if (address.isLoopbackAddress()
                || address.isMulticastAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || lastClass(address)) {
            throw new IllegalArgumentException(
                    text
                            + " cannot be reached from another host: loopback, link-local,"
                            + " multicast and reserved addresses cannot be used");
        }
        return address;
    }

    private static boolean lastClass(InetAddress address) {
        return !IpAddresses.isIpv6(address) && (address.getAddress()[0] & 0xff) >= LAST_CLASS;
    }

    private static IpPrefix prefix(String text) {
        IpPrefix prefix = IpPrefix.parseNetwork(text);
        if (prefix.length() < (prefix.isIpv6() ? 16 : 8)) {
            throw new IllegalArgumentException(
                    prefix + " is too large; the shortest prefix is /8, for IPv6 /16");
        }
        InetAddress address = prefix.address();
        if (address.isLoopbackAddress()
                || address.isMulticastAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || lastClass(address)) {
            throw new IllegalArgumentException(
                    prefix
                            + " has no addresses for endpoints: loopback, link-local, multicast"
                            + " and reserved ranges cannot be used");
        }
        return prefix;
    }

    private static String endpoint(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && text.substring(colon + 1).matches("[1-9][0-9]{0,4}");
        if (!port || Integer.parseInt(text.substring(colon + 1)) > 65535) {
            throw new IllegalArgumentException(
                    "is not HOST:PORT: \"" + text + "\"; an IPv6 address stands in brackets");
        }
        return text;
    }

    private static MacAddress unicast(String text) {
        MacAddress mac = MacAddress.parse(text);
        if (mac.isMulticast() || mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException(text + " is no unicast MAC address");
        }
        return mac;
    }

    private static void onePerFamily(List<InetAddress> addresses) {
        for (int i = 1; i < addresses.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (IpAddresses.isIpv6(addresses.get(i)) == IpAddresses.isIpv6(addresses.get(j))) {
                    throw new InvalidResource(
                            "spec.addresses[" + i + "]",
                            "is a second address of its family; one IPv4 and one IPv6 at most");
                }
            }
        }
    }

    private static void apart(List<IpPrefix> prefixes) {
        for (int i = 1; i < prefixes.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (prefixes.get(i).overlaps(prefixes.get(j))) {
                    throw new InvalidResource(
                            "spec.prefixes[" + i + "]",
                            prefixes.get(i) + " overlaps " + prefixes.get(j) + " of this node");
                }
            }
        }
    }
}

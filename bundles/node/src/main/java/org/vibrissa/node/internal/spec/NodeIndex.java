package org.vibrissa.node.internal.spec;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;

/** All nodes of one state, so that a node is compared to a thousand others by a few look-ups. */
final class NodeIndex {
    /** A value with the node it is of. */
    record Owned<T>(T value, String node) {}

    private final Map<Integer, List<String>> ids = new HashMap<>();
    private final Map<InetAddress, List<String>> addresses = new HashMap<>();
    private final List<NavigableMap<BigInteger, List<Owned<InetAddress>>>> addressOrder =
            List.of(new TreeMap<>(), new TreeMap<>());
    private final List<NavigableMap<BigInteger, List<Owned<IpPrefix>>>> prefixes =
            List.of(new TreeMap<>(), new TreeMap<>());

    NodeIndex(Map<String, NodeSpec> nodes) {
        nodes.forEach(this::add);
    }

    private void add(String name, NodeSpec spec) {
        ids.computeIfAbsent(NodeIds.of(name), id -> new ArrayList<>()).add(name);
        for (InetAddress address : spec.addresses()) {
            addresses.computeIfAbsent(address, a -> new ArrayList<>()).add(name);
            addressOrder
                    .get(family(address))
                    .computeIfAbsent(first(IpPrefix.host(address)), n -> new ArrayList<>())
                    .add(new Owned<>(address, name));
        }
        for (IpPrefix prefix : spec.prefixes()) {
            prefixes.get(family(prefix.address()))
                    .computeIfAbsent(first(prefix), n -> new ArrayList<>())
                    .add(new Owned<>(prefix, name));
        }
    }

    /** Another node of the same number. */
    Optional<String> sameId(String name) {
        return ids.getOrDefault(NodeIds.of(name), List.of()).stream()
                .filter(other -> !other.equals(name))
                .findFirst();
    }

    /** Another node of that address. */
    Optional<String> sameAddress(String name, InetAddress address) {
        return addresses.getOrDefault(address, List.of()).stream()
                .filter(other -> !other.equals(name))
                .findFirst();
    }

    /**
     * Another node's prefix that overlaps. Where overlaps are nested it is found for one of those
     * that take part at least.
     */
    Optional<Owned<IpPrefix>> overlap(String name, IpPrefix prefix) {
        NavigableMap<BigInteger, List<Owned<IpPrefix>>> order =
                prefixes.get(family(prefix.address()));
        List<Owned<IpPrefix>> near = new ArrayList<>();
        Map.Entry<BigInteger, List<Owned<IpPrefix>>> below = order.lowerEntry(first(prefix));
        if (below != null) {
            near.addAll(below.getValue());
        }
        order.subMap(first(prefix), true, last(prefix), true).values().forEach(near::addAll);
        return near.stream()
                .filter(other -> !other.node().equals(name))
                .filter(other -> other.value().overlaps(prefix))
                .findFirst();
    }

    /** Another node's underlay address that lies in the prefix. */
    Optional<Owned<InetAddress>> addressWithin(String name, IpPrefix prefix) {
        return addressOrder
                .get(family(prefix.address()))
                .subMap(first(prefix), true, last(prefix), true)
                .values()
                .stream()
                .flatMap(List::stream)
                .filter(other -> !other.node().equals(name))
                .findFirst();
    }

    private static int family(InetAddress address) {
        return IpAddresses.isIpv6(address) ? 1 : 0;
    }

    private static BigInteger first(IpPrefix prefix) {
        return new BigInteger(1, prefix.network().address().getAddress());
    }

    private static BigInteger last(IpPrefix prefix) {
        int free = IpAddresses.bits(prefix.address()) - prefix.length();
        return first(prefix).add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
    }
}

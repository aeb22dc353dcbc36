package org.vibrissa.fleet.internal.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * What a host says is its own, as in its Node resource.
 *
 * @param addresses underlay addresses
 * @param prefixes where its endpoints live
 */
public record NodeClaims(List<String> addresses, List<IpPrefix> prefixes) {
    public static final String KIND = "Node";

    /** The kinds of which each host has one of its own name. */
    public static final List<String> OF_ONE_HOST = List.of(KIND, "PoolDemand", "NodeEndpoints");

    public NodeClaims {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /** Nothing where there is no such resource. */
    public static NodeClaims of(ResourceStore store, String name) {
        return store.get(ResourceKey.of(KIND, name))
                .map(resource -> of(resource.spec()))
                .orElseGet(() -> new NodeClaims(List.of(), List.of()));
    }

    /**
     * Reads {@code addresses} and {@code prefixes}.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static NodeClaims of(JsonNode spec) {
        List<String> addresses = new ArrayList<>();
        List<IpPrefix> prefixes = new ArrayList<>();
        for (JsonNode address : spec.path("addresses")) {
            addresses.add(IpAddresses.format(IpAddresses.parse(address.asText())));
        }
        for (JsonNode prefix : spec.path("prefixes")) {
            prefixes.add(IpPrefix.parse(prefix.asText()));
        }
        return new NodeClaims(addresses, prefixes);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        addresses.forEach(node.putArray("addresses")::add);
        prefixes.forEach(prefix -> node.withArray("prefixes").add(prefix.toString()));
        return node;
    }

    /** Why a host of this name must not have these; empty when it may. */
    Optional<String> conflict(String name, ResourceStore store) {
        for (Resource resource : store.list(KIND)) {
            NodeClaims other = of(resource.spec());
            Optional<String> conflict =
                    resource.name().equals(name)
                            ? sameName(name, other)
                            : conflict(resource.name(), other);
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        return Optional.empty();
    }

    private Optional<String> sameName(String name, NodeClaims other) {
        if (addresses.isEmpty()
                || other.addresses.isEmpty()
                || addresses.stream().anyMatch(other.addresses::contains)) {
            return Optional.empty();
        }
        return Optional.of(
                "the name "
                        + name
                        + " is taken: node "
                        + name
                        + " has the address "
                        + other.addresses.get(0));
    }

    private Optional<String> conflict(String name, NodeClaims other) {
        for (String address : addresses) {
            if (other.addresses.contains(address)) {
                return Optional.of("the address " + address + " is taken by node " + name);
            }
        }
        for (IpPrefix prefix : prefixes) {
            for (IpPrefix taken : other.prefixes) {
                if (prefix.overlaps(taken)) {
                    return Optional.of(
                            "the prefix " + prefix + " overlaps " + taken + " of node " + name);
                }
            }
        }
        return Optional.empty();
    }
}

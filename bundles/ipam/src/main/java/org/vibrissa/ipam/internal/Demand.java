package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.SpecReader;
import org.vibrissa.state.StoreView;

/**
 * What a host wants of the ClusterPools, and what it has: its PoolDemand, written by itself.
 *
 * @param node the host's name, and the resource's
 * @param pools at most one of each ClusterPool
 */
public record Demand(String node, List<Share> pools) {
    private static final int MOST_BLOCKS = 1 << 16;

    /**
     * One pool's.
     *
     * @param pool name of the ClusterPool
     * @param ipv4 how many IPv4 blocks it wants to have
     * @param ipv6 how many IPv6 blocks it wants to have
     * @param used whether endpoints have addresses of it
     * @param holds the blocks that are in force there
     */
    public record Share(String pool, int ipv4, int ipv6, boolean used, List<IpPrefix> holds) {
        public Share {
            holds = List.copyOf(holds);
        }

        int wanted(Family family) {
            return family == Family.IPV4 ? ipv4 : ipv6;
        }
    }

    public Demand {
        pools = List.copyOf(pools);
    }

    Optional<Share> of(String pool) {
        return pools.stream().filter(share -> share.pool().equals(pool)).findFirst();
    }

    ResourceKey key() {
        return key(node);
    }

    static ResourceKey key(String node) {
        return ResourceKey.of(PoolDemandKind.KIND, node);
    }

    JsonNode spec() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Share share : pools) {
            ObjectNode one = list.addObject();
            one.put("pool", share.pool()).put("ipv4", share.ipv4()).put("ipv6", share.ipv6());
            one.put("used", share.used());
            share.holds().forEach(block -> one.withArray("holds").add(block.toString()));
        }
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.set("pools", list);
        return spec;
    }

    Document document() {
        return Document.of(
                "ipam", IpPoolKind.API_VERSION, PoolDemandKind.KIND, node, Map.of(), spec());
    }

    static Demand decode(String node, JsonNode spec) {
        SpecReader reader = SpecReader.of(spec, "spec");
        List<Share> shares = new ArrayList<>();
        for (SpecReader one : reader.objects("pools")) {
            shares.add(
                    new Share(
                            one.requiredText("pool"),
                            one.integer("ipv4", 0, MOST_BLOCKS).orElse(0L).intValue(),
                            one.integer("ipv6", 0, MOST_BLOCKS).orElse(0L).intValue(),
                            one.flag("used").orElse(false),
                            one.values("holds", IpPrefix::parseNetwork)));
            one.end();
        }
        reader.end();
        return new Demand(node, shares);
    }

    /** One host's; nothing when it wants nothing. */
    static Demand of(String node, StoreView view) {
        return view.get(key(node))
                .map(resource -> decode(node, resource.spec()))
                .orElseGet(() -> new Demand(node, List.of()));
    }

    /** Those of all hosts in order of name. */
    static List<Demand> all(StoreView view) {
        return view.list(PoolDemandKind.KIND).stream()
                .map(resource -> decode(resource.name(), resource.spec()))
                .sorted(Comparator.comparing(Demand::node))
                .toList();
    }
}

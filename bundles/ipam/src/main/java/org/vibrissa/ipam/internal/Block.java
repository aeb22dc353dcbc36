package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.SpecReader;
import org.vibrissa.state.StoreView;

/**
 * A part of a ClusterPool that is one host's. Its resource is named by its network, so that no two
 * hosts can have one: where the name is taken it cannot be created again.
 *
 * @param network the block itself
 * @param pool name of the ClusterPool
 * @param node name of the host
 */
public record Block(IpPrefix network, String pool, String node) {
    static final Comparator<Block> ORDER =
            Comparator.comparing((Block b) -> b.family())
                    .thenComparing(b -> Numbers.first(b.network()));

    Family family() {
        return Family.of(network.address());
    }

    ResourceKey key() {
        return ResourceKey.of(PoolBlockKind.KIND, name());
    }

    String name() {
        return Numbers.label(network.address()) + "-" + network.length();
    }

    Document document() {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("cidr", network.toString()).put("pool", pool).put("node", node);
        return Document.of(
                "ipam", IpPoolKind.API_VERSION, PoolBlockKind.KIND, name(), Map.of(), spec);
    }

    static Block decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        IpPrefix network =
                reader.value("cidr", IpPrefix::parseNetwork)
                        .orElseThrow(() -> new InvalidResource("spec.cidr", "is required"));
        Block block = new Block(network, reader.requiredText("pool"), reader.requiredText("node"));
        reader.end();
        return block;
    }

    /** All blocks, IPv4 first, ascending. */
    static List<Block> all(StoreView view) {
        return view.list(PoolBlockKind.KIND).stream()
                .map(resource -> decode(resource.spec()))
                .sorted(ORDER)
                .toList();
    }
}

package org.vibrissa.node.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * A PathGroup's spec.
 *
 * @param mode name of the forward mode that is wanted
 * @param selector which nodes it is for; empty for {@code default}, which has the rest
 */
public record PathGroupSpec(String mode, Optional<Selector> selector) {
    /**
     * Exactly one of the three is set.
     *
     * @param nodes names
     * @param matchLabels labels that a node must have, all of them
     * @param subnets networks one of which has an underlay address of the node
     */
    public record Selector(
            List<String> nodes, Map<String, String> matchLabels, List<IpPrefix> subnets) {
        public Selector {
            nodes = List.copyOf(nodes);
            matchLabels = Map.copyOf(matchLabels);
            subnets = List.copyOf(subnets);
        }
    }

    public static PathGroupSpec decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        String mode = reader.requiredText("mode");
        Optional<Selector> selector = reader.object("selector").map(PathGroupSpec::selector);
        reader.end();
        return new PathGroupSpec(mode, selector);
    }

    private static Selector selector(SpecReader reader) {
        List<String> nodes = reader.texts("nodes");
        Map<String, String> labels =
                reader.raw("matchLabels").map(PathGroupSpec::labels).orElse(Map.of());
        List<IpPrefix> subnets = reader.values("subnets", IpPrefix::parseNetwork);
        reader.end();
        int given =
                (nodes.isEmpty() ? 0 : 1)
                        + (labels.isEmpty() ? 0 : 1)
                        + (subnets.isEmpty() ? 0 : 1);
        if (given != 1) {
            throw new InvalidResource(
                    "spec.selector", "needs exactly one of nodes, matchLabels, subnets");
        }
        return new Selector(nodes, labels, subnets);
    }

    private static Map<String, String> labels(JsonNode node) {
        if (!node.isObject()) {
            throw new InvalidResource("spec.selector.matchLabels", "must be a map");
        }
        Map<String, String> labels = new TreeMap<>();
        node.properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().isTextual()) {
                                throw new InvalidResource(
                                        "spec.selector.matchLabels." + entry.getKey(),
                                        "must be a text; put it in quotes");
                            }
                            labels.put(entry.getKey(), entry.getValue().textValue());
                        });
        return labels;
    }
}

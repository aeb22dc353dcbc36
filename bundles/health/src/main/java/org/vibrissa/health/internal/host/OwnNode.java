package org.vibrissa.health.internal.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** What Node resources say of health endpoints, and our own part of that. */
final class OwnNode {
    private static final String KIND = "Node";

    private final ResourceStore store;
    private final String self;

    OwnNode(ResourceStore store, String self) {
        this.store = store;
        this.self = self;
    }

    /** This host's own addresses as others know them, the preferred first. */
    List<InetAddress> addresses() {
        return spec(self).map(spec -> texts(spec.path("addresses"))).orElse(List.of());
    }

    /** Where a node says that it answers probes. */
    List<InetAddress> healthOf(String node) {
        return spec(node)
                .map(spec -> texts(spec.path("health").path("addresses")))
                .orElse(List.of());
    }

    private Optional<JsonNode> spec(String node) {
        return store.get(ResourceKey.of(KIND, node)).map(Resource::spec);
    }

    private static List<InetAddress> texts(JsonNode list) {
        List<InetAddress> addresses = new ArrayList<>();
        list.forEach(each -> addresses.add(IpAddresses.parse(each.asText())));
        return addresses;
    }

    /**
     * Brings our own Node to this, where there is one. Who else writes it meanwhile wins, and this
     * is called again.
     */
    void publish(List<InetAddress> health) {
        Optional<Resource> stored = store.get(ResourceKey.of(KIND, self));
        if (stored.isEmpty() || healthOf(self).equals(health)) {
            return;
        }
        ObjectNode spec = stored.get().spec().deepCopy();
        if (health.isEmpty()) {
            spec.remove("health");
        } else {
            ArrayNode addresses = spec.putObject("health").putArray("addresses");
            health.forEach(address -> addresses.add(IpAddresses.format(address)));
        }
        store.apply(
                List.of(
                        new Document(
                                "health",
                                1,
                                stored.get().apiVersion(),
                                KIND,
                                stored.get().metadata(),
                                spec,
                                Map.of())),
                ApplyOptions.DAEMON);
    }
}

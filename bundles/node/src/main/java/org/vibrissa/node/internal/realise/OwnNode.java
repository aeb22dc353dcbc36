package org.vibrissa.node.internal.realise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.internal.spec.NodeKind;
import org.vibrissa.node.internal.spec.NodeSpec;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;

/** Publishes this host's own Node: where it is and what lives behind it. */
final class OwnNode {
    private final ResourceStore store;
    private final ResourceKey key;

    OwnNode(ResourceStore store, String name) {
        this.store = store;
        this.key = ResourceKey.of(NodeKind.NAME, name);
    }

    /** The addresses that other hosts know. */
    List<InetAddress> published() {
        return store.get(key)
                .map(node -> NodeSpec.decode(node.spec()).addresses())
                .orElse(List.of());
    }

    Optional<Resource> resource() {
        return store.get(key);
    }

    /**
     * Brings the resource to this, keeping what others wrote to it: further labels, annotations and
     * fields. An address that this host has lost stays published until there is another of its
     * family, for a device that is away may come back.
     *
     * @return why it could not be stored
     */
    Optional<String> publish(
            List<InetAddress> addresses, List<IpPrefix> prefixes, Map<String, String> labels) {
        if (addresses.isEmpty()) {
            return Optional.of(
                    "this host has no underlay address; name one: vibrissa config set"
                            + " node.addresses ADDRESS");
        }
        Optional<Resource> stored = store.get(key);
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        stored.ifPresent(node -> spec.setAll((ObjectNode) node.spec().deepCopy()));
        List<InetAddress> known = withAway(addresses);
        spec.set("addresses", texts(known.stream().map(IpAddresses::format).toList()));
        spec.set("prefixes", texts(prefixes.stream().map(IpPrefix::toString).sorted().toList()));
        withoutStaleHealth(spec, prefixes);
        Map<String, String> allLabels = new TreeMap<>();
        stored.ifPresent(node -> allLabels.putAll(node.metadata().labels()));
        allLabels.putAll(labels);
        boolean same =
                stored.filter(node -> node.spec().equals(spec))
                        .filter(node -> node.metadata().labels().equals(allLabels))
                        .isPresent();
        return same ? Optional.empty() : store(spec, allLabels, stored);
    }

    /** The endpoint that answers probes may have addresses of a pool that is no more. */
    private static void withoutStaleHealth(ObjectNode spec, List<IpPrefix> prefixes) {
        for (JsonNode text : spec.path("health").path("addresses")) {
            InetAddress address = IpAddresses.parse(text.asText());
            if (prefixes.stream().noneMatch(prefix -> prefix.contains(address))) {
                spec.remove("health");
                return;
            }
        }
    }

    /** In the published order when some are away, so that their going changes nothing. */
    private List<InetAddress> withAway(List<InetAddress> here) {
        List<InetAddress> published = published();
        List<InetAddress> away = published.stream().filter(old -> lacks(here, old)).toList();
        List<InetAddress> all = new ArrayList<>(here);
        if (!away.isEmpty()) {
            all.addAll(away);
            all.sort(Comparator.comparingInt(published::indexOf));
        }
        return all;
    }

    private static boolean lacks(List<InetAddress> addresses, InetAddress one) {
        return addresses.stream()
                .noneMatch(each -> IpAddresses.isIpv6(each) == IpAddresses.isIpv6(one));
    }

    private Optional<String> store(
            JsonNode spec, Map<String, String> labels, Optional<Resource> stored) {
        Map<String, String> annotations =
                stored.<Map<String, String>>map(node -> node.metadata().annotations())
                        .orElse(Map.of());
        try {
            store.apply(
                    List.of(
                            new Document(
                                    "this host's own node",
                                    1,
                                    NodeKind.API_VERSION,
                                    NodeKind.NAME,
                                    Metadata.of(key.name(), "", labels, annotations),
                                    spec,
                                    Map.of())),
                    ApplyOptions.DAEMON);
            return Optional.empty();
        } catch (StateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }
}

package org.vibrissa.identity.internal.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.SpecReader;

/**
 * What a host tells of its endpoints: the sets of labels in use there, and who has them at which
 * addresses. Immutable.
 *
 * @param sets in order of their canonical text, each once
 */
public record NodeEndpoints(List<Group> sets) {
    static final String KIND = "NodeEndpoints";
    static final String API_VERSION = "vibrissa.org/v1";

    /** Nothing. */
    public static final NodeEndpoints NONE = new NodeEndpoints(List.of());

    /**
     * Endpoints of one set of labels.
     *
     * @param labels those that count
     * @param endpoints may be none while they are being made; in order of name
     */
    public record Group(Labels labels, List<Entry> endpoints) {
        public Group {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * An endpoint.
     *
     * @param name {@code NAMESPACE/NAME}
     */
    public record Entry(String name, List<InetAddress> addresses) {
        public Entry {
            addresses = List.copyOf(addresses);
        }
    }

    public NodeEndpoints {
        sets = List.copyOf(sets);
    }

    static ResourceKey key(String node) {
        return ResourceKey.of(KIND, node);
    }

    /** The sets that need a number: what is reserved has one. */
    public Stream<Labels> numbered() {
        return sets.stream().map(Group::labels).filter(labels -> !reserved(labels));
    }

    /** Whether the number of these follows from what is reserved. */
    public static boolean reserved(Labels labels) {
        return labels.stream()
                .anyMatch(label -> label.source() == org.vibrissa.identity.LabelSource.RESERVED);
    }

    JsonNode spec() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Group group : sets) {
            ObjectNode one = list.addObject();
            group.labels().texts().forEach(one.putArray("labels")::add);
            ArrayNode endpoints = one.putArray("endpoints");
            for (Entry entry : group.endpoints()) {
                ObjectNode endpoint = endpoints.addObject().put("name", entry.name());
                ArrayNode addresses = endpoint.putArray("addresses");
                entry.addresses().forEach(a -> addresses.add(IpAddresses.format(a)));
            }
        }
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.set("sets", list);
        return spec;
    }

    Document document(String node) {
        return Document.of("identity", API_VERSION, KIND, node, Map.of(), spec());
    }

    static NodeEndpoints decode(JsonNode spec) {
        SpecReader reader = SpecReader.of(spec, "spec");
        List<Group> sets = new ArrayList<>();
        for (SpecReader one : reader.objects("sets")) {
            List<Label> labels = one.values("labels", Label::parse);
            List<Entry> entries = new ArrayList<>();
            for (SpecReader endpoint : one.objects("endpoints")) {
                entries.add(
                        new Entry(
                                endpoint.requiredText("name"),
                                endpoint.values("addresses", IpAddresses::parse)));
                endpoint.end();
            }
            one.end();
            try {
                sets.add(new Group(Labels.of(labels), entries));
            } catch (IllegalArgumentException e) {
                throw new InvalidResource(one.path("labels"), String.valueOf(e.getMessage()));
            }
        }
        reader.end();
        return new NodeEndpoints(sets);
    }
}

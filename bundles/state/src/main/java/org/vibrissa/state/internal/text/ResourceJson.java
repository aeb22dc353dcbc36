package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.SpecReader;
import org.vibrissa.state.Status;

/** Resources as JSON: with status for users, without it for the log. */
public final class ResourceJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResourceJson() {}

    public static ObjectNode withStatus(Resource resource) {
        ObjectNode node = Shape.asWritten(stored(resource));
        Status status = resource.status();
        ObjectNode json = node.putObject("status");
        json.put("phase", status.phase().label());
        if (!status.reason().isEmpty()) {
            json.put("reason", status.reason());
        }
        json.put("since", status.since().toString());
        status.details().forEach(json::put);
        return node;
    }

    /** All but the status. */
    public static ObjectNode stored(Resource resource) {
        ObjectNode node = NODES.objectNode();
        node.put("apiVersion", resource.apiVersion());
        node.put("kind", resource.kind());
        Metadata metadata = resource.metadata();
        ObjectNode json = node.putObject("metadata");
        json.put("name", metadata.name());
        if (!metadata.namespace().isEmpty()) {
            json.put("namespace", metadata.namespace());
        }
        putAll(json, "labels", metadata.labels());
        putAll(json, "annotations", metadata.annotations());
        json.put("uid", metadata.uid());
        json.put("generation", metadata.generation());
        json.put("creationTimestamp", metadata.creationTimestamp().toString());
        node.set("spec", resource.spec());
        return node;
    }

    /**
     * Reads what {@link #stored} wrote.
     *
     * @throws InvalidResource when it is anything else
     */
    public static Resource read(JsonNode node, Status status) {
        SpecReader top = SpecReader.of(node, "resource");
        SpecReader metadata =
                top.object("metadata")
                        .orElseThrow(() -> new InvalidResource("metadata", "is required"));
        Resource resource =
                new Resource(
                        top.requiredText("apiVersion"),
                        top.requiredText("kind"),
                        new Metadata(
                                metadata.requiredText("name"),
                                metadata.text("namespace").orElse(""),
                                texts(metadata, "labels"),
                                texts(metadata, "annotations"),
                                metadata.requiredText("uid"),
                                metadata.integer("generation", 1, Long.MAX_VALUE).orElse(1L),
                                metadata.value("creationTimestamp", ResourceJson::instant)
                                        .orElse(Instant.EPOCH)),
                        top.raw("spec")
                                .map(spec -> Canonical.copy(spec, "spec"))
                                .orElseGet(NODES::objectNode),
                        status);
        metadata.end();
        top.end();
        return resource;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time: " + text, e);
        }
    }

    private static SortedMap<String, String> texts(SpecReader reader, String field) {
        TreeMap<String, String> texts = new TreeMap<>();
        reader.raw(field)
                .ifPresent(
                        map -> {
                            for (Map.Entry<String, JsonNode> member : map.properties()) {
                                texts.put(member.getKey(), member.getValue().asText());
                            }
                        });
        return texts;
    }

    private static void putAll(ObjectNode node, String field, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode map = node.putObject(field);
            texts.forEach(map::put);
        }
    }
}

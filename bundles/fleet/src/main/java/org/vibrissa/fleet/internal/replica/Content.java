package org.vibrissa.fleet.internal.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.state.Resource;

/**
 * What a user declared of a resource, without what stores add.
 *
 * @param annotations without the version
 */
public record Content(
        String apiVersion,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        JsonNode spec) {
    public Content {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static Content of(Resource resource) {
        SortedMap<String, String> annotations = new TreeMap<>(resource.metadata().annotations());
        annotations.remove(org.vibrissa.state.Metadata.VERSION);
        return new Content(
                resource.apiVersion(), resource.metadata().labels(), annotations, resource.spec());
    }

    /** 16 hex digits, the same on every host, whatever the order of the fields. */
    public String hash() {
        StringBuilder text = new StringBuilder();
        sorted(json(), text);
        byte[] hash = KeyCodec.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        return KeyCodec.hex(hash).substring(0, Version.GONE.length());
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("apiVersion", apiVersion);
        labels.forEach(node.putObject("labels")::put);
        annotations.forEach(node.putObject("annotations")::put);
        node.set("spec", spec);
        return node;
    }

    static Content of(JsonNode node) {
        return new Content(
                node.path("apiVersion").asText(),
                texts(node.path("labels")),
                texts(node.path("annotations")),
                node.path("spec"));
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> text : node.properties()) {
            texts.put(text.getKey(), text.getValue().asText());
        }
        return texts;
    }

    private static void sorted(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            SortedMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(m -> members.put(m.getKey(), m.getValue()));
            out.append('{');
            members.forEach(
                    (name, value) -> {
                        out.append(JsonNodeFactory.instance.textNode(name)).append(':');
                        sorted(value, out);
                        out.append(',');
                    });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(
                    item -> {
                        sorted(item, out);
                        out.append(',');
                    });
            out.append(']');
        } else {
            out.append(node);
        }
    }
}

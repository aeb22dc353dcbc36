package org.vibrissa.fleet.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;

/**
 * What a user declared of a resource, without what stores add. Immutable.
 *
 * @param annotations without the version
 * @param spec must not be modified
 */
public record Declaration(
        String apiVersion,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        JsonNode spec) {
    public Declaration {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static Declaration of(Resource resource) {
        SortedMap<String, String> annotations = new TreeMap<>(resource.metadata().annotations());
        annotations.remove(Metadata.VERSION);
        return new Declaration(
                resource.apiVersion(), resource.metadata().labels(), annotations, resource.spec());
    }

    /** The version of a resource as the fleet wrote it; empty when it was edited since. */
    public static Optional<Version> versionOf(Resource resource) {
        return Optional.ofNullable(resource.metadata().annotations().get(Metadata.VERSION))
                .flatMap(Version::parse)
                .filter(version -> version.hash().equals(of(resource).hash()));
    }

    /** 16 hex digits, the same on every host, whatever the order of the fields. */
    public String hash() {
        StringBuilder text = new StringBuilder();
        sorted(json(), text);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, Version.GONE.length());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("apiVersion", apiVersion);
        labels.forEach(node.putObject("labels")::put);
        annotations.forEach(node.putObject("annotations")::put);
        node.set("spec", spec);
        return node;
    }

    /** What {@link #json} made; fields that are missing are empty. */
    public static Declaration of(JsonNode node) {
        return new Declaration(
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

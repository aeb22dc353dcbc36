package org.vibrissa.etcd.internal.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * A resource as it is in etcd, or that it is there no more.
 *
 * @param version of what it is, or last was
 * @param content empty when it was deleted
 */
record Remote(ResourceKey key, Version version, Optional<Declaration> content) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_NAMESPACE = "-";

    boolean deleted() {
        return content.isEmpty();
    }

    /** {@code KIND/NAMESPACE/NAME}. */
    static String path(ResourceKey key) {
        String namespace = key.namespace().isEmpty() ? NO_NAMESPACE : key.namespace();
        return key.kind() + "/" + namespace + "/" + key.name();
    }

    /** What {@link #path} made; empty when it is none. */
    static Optional<ResourceKey> key(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        String namespace = NO_NAMESPACE.equals(parts[1]) ? "" : parts[1];
        return Optional.of(new ResourceKey(parts[0], namespace, parts[2]));
    }

    static String value(Version version, Declaration content) {
        ObjectNode node = content.json();
        node.put("version", version.toString());
        try {
            return JSON.writeValueAsString(node);
        } catch (IOException e) {
            throw new IllegalStateException("a tree could not be written", e);
        }
    }

    /**
     * What {@link #value} made.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Remote of(ResourceKey key, String value) {
        JsonNode node;
        try {
            node = JSON.readTree(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
        Version version =
                Version.parse(node.path("version").asText())
                        .orElseThrow(() -> new IllegalArgumentException("it has no version"));
        Declaration content = Declaration.of(node);
        if (!content.hash().equals(version.hash())) {
            throw new IllegalArgumentException("its content is not its version's");
        }
        return new Remote(key, version, Optional.of(content));
    }
}

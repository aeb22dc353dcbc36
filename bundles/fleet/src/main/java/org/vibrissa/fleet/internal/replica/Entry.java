package org.vibrissa.fleet.internal.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * One resource as it is known, or that it was deleted.
 *
 * @param content empty when deleted
 */
public record Entry(ResourceKey key, Version version, Optional<Declaration> content) {
    public static Entry live(ResourceKey key, Version version, Declaration content) {
        return new Entry(key, version, Optional.of(content));
    }

    public static Entry gone(ResourceKey key, Version version) {
        return new Entry(key, version, Optional.empty());
    }

    public boolean deleted() {
        return content.isEmpty();
    }

    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("key", key(key));
        node.put("version", version.toString());
        content.ifPresent(c -> node.set("content", c.json()));
        return node;
    }

    /**
     * What {@link #json} made.
     *
     * @throws IllegalArgumentException when it is something else, or its content is not what its
     *     version says
     */
    public static Entry of(JsonNode node) {
        ResourceKey key = key(node.path("key"));
        Version version =
                Version.parse(node.path("version").asText())
                        .orElseThrow(() -> new IllegalArgumentException("no version at " + key));
        if (version.deleted()) {
            return gone(key, version);
        }
        Declaration content = Declaration.of(node.path("content"));
        if (version.time().millis() >= Stamp.MAX_MILLIS || !content.hash().equals(version.hash())) {
            throw new IllegalArgumentException("the content of " + key + " is not its version's");
        }
        return live(key, version, content);
    }

    public static ArrayNode key(ResourceKey key) {
        return JsonNodeFactory.instance
                .arrayNode()
                .add(key.kind())
                .add(key.namespace())
                .add(key.name());
    }

    public static ResourceKey key(JsonNode node) {
        if (!node.isArray() || node.size() != 3 || node.path(2).asText().isEmpty()) {
            throw new IllegalArgumentException("not a resource's key: " + node);
        }
        return new ResourceKey(node.path(0).asText(), node.path(1).asText(), node.path(2).asText());
    }
}

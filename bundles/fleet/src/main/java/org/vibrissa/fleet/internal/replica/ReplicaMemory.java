package org.vibrissa.fleet.internal.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * What replication must know after a restart beside the store: what was deleted and when that was
 * heard of, and what was there, so that what is missing was deleted meanwhile.
 *
 * @param revision of the store when this was written
 * @param present the version of each resource that was there
 * @param gone the deleted ones
 */
public record ReplicaMemory(
        long revision, SortedMap<ResourceKey, Version> present, SortedMap<ResourceKey, Gone> gone) {
    public static final ReplicaMemory NOTHING =
            new ReplicaMemory(0, new TreeMap<>(), new TreeMap<>());

    /**
     * A deleted resource.
     *
     * @param heard when this host learnt of it, by its own clock
     */
    public record Gone(Version version, Instant heard) {}

    public JsonNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("revision", revision);
        ArrayNode there = node.putArray("present");
        present.forEach((key, version) -> there.add(Entry.key(key).add(version.toString())));
        ArrayNode deleted = node.putArray("deleted");
        gone.forEach(
                (key, g) ->
                        deleted.add(
                                Entry.key(key)
                                        .add(g.version().toString())
                                        .add(g.heard().toString())));
        return node;
    }

    /** What {@link #json} made; rows that are no such are left out. */
    public static ReplicaMemory of(JsonNode node) {
        SortedMap<ResourceKey, Version> present = new TreeMap<>();
        SortedMap<ResourceKey, Gone> gone = new TreeMap<>();
        for (JsonNode row : node.path("present")) {
            version(row).ifPresent(v -> present.put(key(row), v));
        }
        for (JsonNode row : node.path("deleted")) {
            version(row)
                    .ifPresent(
                            v ->
                                    gone.put(
                                            key(row),
                                            new Gone(v, Instant.parse(row.path(4).asText()))));
        }
        return new ReplicaMemory(node.path("revision").asLong(), present, gone);
    }

    private static Optional<Version> version(JsonNode row) {
        return Version.parse(row.path(3).asText());
    }

    private static ResourceKey key(JsonNode row) {
        return new ResourceKey(row.path(0).asText(), row.path(1).asText(), row.path(2).asText());
    }
}

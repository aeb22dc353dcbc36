package org.vibrissa.etcd.internal.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * What etcd has of a resource as far as this host knows: what its next write is compared with, and
 * what tells a resource that was deleted there from one that was never there.
 *
 * @param modified etcd's revision of it
 */
record Held(long modified, Version version) {
    static ArrayNode json(SortedMap<ResourceKey, Held> all) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        all.forEach(
                (key, held) ->
                        rows.addArray()
                                .add(key.kind())
                                .add(key.namespace())
                                .add(key.name())
                                .add(held.modified())
                                .add(held.version().toString()));
        return rows;
    }

    /** What {@link #json} made; rows that are no such are left out. */
    static SortedMap<ResourceKey, Held> of(JsonNode rows) {
        SortedMap<ResourceKey, Held> all = new TreeMap<>();
        for (JsonNode row : rows) {
            Version.parse(row.path(4).asText())
                    .ifPresent(
                            version ->
                                    all.put(
                                            new ResourceKey(
                                                    row.path(0).asText(),
                                                    row.path(1).asText(),
                                                    row.path(2).asText()),
                                            new Held(row.path(3).asLong(), version)));
        }
        return all;
    }
}

package org.vibrissa.state.internal.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.Status;
import org.vibrissa.state.internal.text.ResourceJson;

/** The JSON within records. */
final class Payload {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The status of what was read: nobody has said anything about it since the start. */
    private final Status status;

    Payload(Instant readAt) {
        status = Status.pending("not reconciled since the start", readAt);
    }

    byte[] commit(Commit commit) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("revision", commit.revision());
        ArrayNode puts = node.putArray("put");
        commit.puts().forEach(resource -> puts.add(ResourceJson.stored(resource)));
        ArrayNode deletes = node.putArray("delete");
        for (ResourceKey key : commit.deletes()) {
            deletes.addArray().add(key.kind()).add(key.namespace()).add(key.name());
        }
        return JSON.writeValueAsBytes(node);
    }

    Commit commit(byte[] payload) throws IOException, InvalidResource {
        JsonNode node = tree(payload);
        List<Resource> puts = new ArrayList<>();
        for (JsonNode put : node.path("put")) {
            puts.add(ResourceJson.read(put, status));
        }
        List<ResourceKey> deletes = new ArrayList<>();
        for (JsonNode key : node.path("delete")) {
            deletes.add(
                    new ResourceKey(
                            key.path(0).asText(), key.path(1).asText(), key.path(2).asText()));
        }
        return new Commit(node.path("revision").asLong(), puts, deletes);
    }

    byte[] resource(Resource resource) throws IOException {
        return JSON.writeValueAsBytes(ResourceJson.stored(resource));
    }

    Resource resource(byte[] payload) throws IOException, InvalidResource {
        return ResourceJson.read(tree(payload), status);
    }

    /** The last record of a snapshot. */
    byte[] end(Content content) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("end", content.resources().size());
        node.put("revision", content.revision());
        return JSON.writeValueAsBytes(node);
    }

    /** The revision that a snapshot's last record gives, or -1 when it is not that of so many. */
    long end(byte[] payload, int resources) throws IOException {
        JsonNode node = tree(payload);
        return node.path("end").asInt(-1) == resources ? node.path("revision").asLong(-1) : -1;
    }

    private static JsonNode tree(byte[] payload) throws IOException {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new InvalidResource("", "is no JSON: " + e.getOriginalMessage());
        }
    }
}

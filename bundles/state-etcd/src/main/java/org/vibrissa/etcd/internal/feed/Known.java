package org.vibrissa.etcd.internal.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.vibrissa.etcd.internal.client.Header;

/**
 * The store that this host knows: it is told from a new one and from an older state of itself.
 *
 * @param cluster etcd's own number; empty when none is known
 * @param mark what the first host has written there
 * @param revision the highest that was heard of
 */
public record Known(String cluster, String mark, long revision) {
    public static final Known NONE = new Known("", "", 0);

    public boolean any() {
        return !cluster.isEmpty();
    }

    /** Why what answers is another one; empty when it is not. */
    Optional<String> differs(Header header, Optional<String> found) {
        if (!any()) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            return Optional.of("it has been wiped: this fleet's mark is not there");
        }
        if (!found.get().equals(mark)) {
            return Optional.of("it has the state of another fleet or was set up anew");
        }
        if (!header.cluster().equals(cluster)) {
            return Optional.of("it was restored from a backup, or is another cluster");
        }
        if (header.revision() < revision) {
            return Optional.of(
                    "it went back to revision "
                            + header.revision()
                            + " from "
                            + revision
                            + ", as after a restore");
        }
        return Optional.empty();
    }

    Known at(long next) {
        return next > revision ? new Known(cluster, mark, next) : this;
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cluster", cluster)
                .put("mark", mark)
                .put("revision", revision);
    }

    public static Known of(JsonNode node) {
        return new Known(
                node.path("cluster").asText(),
                node.path("mark").asText(),
                node.path("revision").asLong());
    }
}

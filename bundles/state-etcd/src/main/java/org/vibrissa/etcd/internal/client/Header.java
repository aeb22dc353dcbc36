package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Of which etcd an answer is, and as of when.
 *
 * @param cluster unsigned; another one after a restore or when all was set up anew
 * @param revision of the whole store, one more with each change
 */
public record Header(String cluster, long revision) {
    static Header of(JsonNode answer) {
        JsonNode header = answer.path("header");
        return new Header(header.path("cluster_id").asText(), header.path("revision").asLong());
    }
}

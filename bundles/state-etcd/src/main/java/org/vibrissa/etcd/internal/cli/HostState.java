package org.vibrissa.etcd.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How far one host is.
 *
 * @param stage its stage's word
 * @param inStep whether it and etcd have the same
 * @param configured whether it knows an etcd at all
 * @param problem empty when there is none
 */
record HostState(String host, String stage, boolean inStep, boolean configured, String problem) {
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("host", host)
                .put("stage", stage)
                .put("inStep", inStep)
                .put("configured", configured)
                .put("problem", problem);
    }

    static HostState of(JsonNode node) {
        return new HostState(
                node.path("host").asText(),
                node.path("stage").asText(),
                node.path("inStep").asBoolean(),
                node.path("configured").asBoolean(),
                node.path("problem").asText());
    }

    static HostState silent(String host, String why) {
        return new HostState(host, "unknown", false, false, why);
    }
}

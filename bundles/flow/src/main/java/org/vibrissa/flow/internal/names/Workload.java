package org.vibrissa.flow.internal.names;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.vibrissa.endpoint.EndpointForm;

/**
 * What an endpoint is made of.
 *
 * @param name of the unit, VM, network namespace or host; empty when unknown
 * @param kind {@code Unit}, {@code VM}, {@code NetworkNamespace}, {@code Host}; empty when unknown
 */
record Workload(String name, String kind) {
    static final Workload UNKNOWN = new Workload("", "");
    static final String HOST = "Host";

    /**
     * That of an endpoint of this host.
     *
     * @param endpoint its name
     * @param spec its resource's, maybe missing
     * @param node this host
     */
    static Workload of(EndpointForm form, String endpoint, JsonNode spec, String node) {
        return switch (form) {
            case NETNS -> new Workload(fileName(spec.path("netns").asText()), "NetworkNamespace");
            case DEVICE -> new Workload(endpoint, "VM");
            case CGROUP -> new Workload(unit(spec), "Unit");
            case HOST -> new Workload(node, HOST);
        };
    }

    private static String unit(JsonNode spec) {
        String unit = spec.path("unit").asText();
        return unit.isEmpty() ? fileName(spec.path("cgroup").asText()) : unit;
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? "" : name.toString();
    }
}

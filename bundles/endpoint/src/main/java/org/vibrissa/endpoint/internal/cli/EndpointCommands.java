package org.vibrissa.endpoint.internal.cli;

import java.util.Map;

/** What the endpoint commands share in the help. */
final class EndpointCommands {
    static final String SECTION = "Endpoints";
    static final Map<String, String> GROUPS =
            Map.of("endpoint", "Workloads of this host: namespaces, devices, the host");

    private EndpointCommands() {}
}

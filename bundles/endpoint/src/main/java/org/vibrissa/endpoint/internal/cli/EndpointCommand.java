package org.vibrissa.endpoint.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the commands {@code vibrissa endpoint VERB} have in common. */
abstract class EndpointCommand implements CommandProvider {
    private final String verb;

    EndpointCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public String path() {
        return "endpoint " + verb;
    }

    @Override
    public String section() {
        return "Endpoints";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("endpoint", "Workloads of this host: namespaces, devices, the host");
    }

    @Override
    public String example() {
        return "vibrissa " + path();
    }
}

package org.vibrissa.ipam.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the {@code ipam} commands have in common. */
abstract class IpamCommand implements CommandProvider {
    private final String verb;

    IpamCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public String path() {
        return "ipam " + verb;
    }

    @Override
    public String section() {
        return "Endpoints";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("ipam", "Addresses and the pools they come from");
    }

    @Override
    public String example() {
        return "vibrissa " + path();
    }
}

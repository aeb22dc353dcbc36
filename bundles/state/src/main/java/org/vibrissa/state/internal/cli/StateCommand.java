package org.vibrissa.state.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the {@code state} commands have in common. */
abstract class StateCommand implements CommandProvider {
    private final String verb;

    StateCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public String path() {
        return "state " + verb;
    }

    @Override
    public String section() {
        return "Resources";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("state", "The store of resources and its repair");
    }

    @Override
    public String example() {
        return "vibrissa " + path();
    }
}

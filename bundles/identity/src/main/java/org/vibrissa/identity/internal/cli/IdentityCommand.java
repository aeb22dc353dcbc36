package org.vibrissa.identity.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the commands {@code vibrissa identity VERB} have in common. */
abstract class IdentityCommand implements CommandProvider {
    private final String verb;

    IdentityCommand(String verb) {
        this.verb = verb;
    }

    @Override
    public String path() {
        return "identity " + verb;
    }

    @Override
    public String section() {
        return "Endpoints";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("identity", "Numbers of label sets and prefixes");
    }

    @Override
    public String example() {
        return "vibrissa " + path();
    }
}

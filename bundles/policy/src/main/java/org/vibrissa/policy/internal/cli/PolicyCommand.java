package org.vibrissa.policy.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the {@code policy} commands have in common. */
abstract class PolicyCommand implements CommandProvider {
    private final String path;
    private final String example;

    PolicyCommand(String path, String example) {
        this.path = path;
        this.example = example;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String section() {
        return "Policy";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("policy", "Who may talk to whom");
    }

    @Override
    public String example() {
        return example;
    }
}

package org.vibrissa.etcd.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;

/** What the commands about the fleet's store have in common. */
abstract class StoreCommand implements CommandProvider {
    private final String path;
    private final String example;

    StoreCommand(String path, String example) {
        this.path = path;
        this.example = example;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String section() {
        return "Fleet";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "fleet", "Hosts that trust each other",
                "fleet store", "Where they keep what all of them share");
    }

    @Override
    public String example() {
        return example;
    }

    static CommandFailed failed(StoreRefused e) {
        return CommandFailed.failed(e.getMessage(), e.nextStep()).causedBy(e);
    }
}

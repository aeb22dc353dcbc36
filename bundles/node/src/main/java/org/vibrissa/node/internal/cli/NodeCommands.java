package org.vibrissa.node.internal.cli;

import java.util.Map;

/** What the {@code node} commands have in common. */
final class NodeCommands {
    static final String SECTION = "Fleet";
    static final Map<String, String> GROUPS = Map.of("node", "Hosts and how they are reached");

    private NodeCommands() {}
}

package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.relay.NodeState;

/** Nodes as {@code hubble list nodes} prints them. */
public final class NodeTable {
    private static final String UNKNOWN = "N/A";

    private NodeTable() {}

    /** Prints one line for each. */
    public static void print(List<Node> nodes, boolean wide, PrintWriter out) {
        Columns columns = new Columns();
        List<String> titles =
                new ArrayList<>(List.of("NAME", "STATUS", "AGE", "FLOWS/S", "CURRENT/MAX-FLOWS"));
        if (wide) {
            titles.addAll(List.of("VERSION", "ADDRESS", "TLS"));
        }
        columns.add(titles);
        nodes.forEach(node -> columns.add(row(node, wide)));
        columns.print(out);
    }

    private static List<String> row(Node node, boolean wide) {
        double seconds = Math.rint(node.getUptimeNs() / 1e9);
        List<String> row = new ArrayList<>();
        row.add(Harmless.text(node.getName()));
        row.add(state(node.getState()));
        row.add(seconds > 0 ? GoDuration.seconds(node.getUptimeNs()) : UNKNOWN);
        row.add(
                seconds > 0
                        ? String.format(Locale.ROOT, "%.2f", node.getSeenFlows() / seconds)
                        : UNKNOWN);
        row.add(
                node.getMaxFlows() > 0
                        ? String.format(
                                Locale.ROOT,
                                "%d/%d (%6.2f%%)",
                                node.getNumFlows(),
                                node.getMaxFlows(),
                                100.0 * node.getNumFlows() / node.getMaxFlows())
                        : UNKNOWN);
        if (wide) {
            row.add(node.getVersion().isEmpty() ? UNKNOWN : Harmless.text(node.getVersion()));
            row.add(Harmless.text(node.getAddress()));
            row.add(!node.hasTls() ? UNKNOWN : node.getTls().getEnabled() ? "Enabled" : "Disabled");
        }
        return row;
    }

    private static String state(NodeState state) {
        return switch (state) {
            case NODE_CONNECTED -> "Connected";
            case NODE_UNAVAILABLE -> "Unavailable";
            case NODE_GONE -> "Gone";
            case NODE_ERROR -> "Error";
            default -> "Unknown";
        };
    }
}

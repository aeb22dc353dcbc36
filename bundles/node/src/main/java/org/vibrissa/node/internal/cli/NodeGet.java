package org.vibrissa.node.internal.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.node.internal.view.KernelTables;
import org.vibrissa.node.internal.view.NodeRow;
import org.vibrissa.node.internal.view.NodeRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa node get}. */
@Component
public final class NodeGet implements CommandProvider {
    private final NodeRows nodes;
    private final KernelTables tables;

    @Activate
    public NodeGet(@Reference NodeRows nodes, @Reference KernelTables tables) {
        this.nodes = nodes;
        this.tables = tables;
    }

    @Override
    public String path() {
        return "node get";
    }

    @Override
    public String section() {
        return NodeCommands.SECTION;
    }

    @Override
    public Map<String, String> groups() {
        return NodeCommands.GROUPS;
    }

    @Override
    public String example() {
        return "vibrissa node get host-b -o yaml";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(nodes, tables, invocation);
    }

    @Command(description = "Shows one host: where it is, how it is reached and by which routes.")
    private static final class Run implements Runnable {
        private final NodeRows nodes;
        private final KernelTables tables;
        private final Invocation invocation;

        @Parameters(paramLabel = "NAME", description = "Node name")
        private String name;

        Run(NodeRows nodes, KernelTables tables, Invocation invocation) {
            this.nodes = nodes;
            this.tables = tables;
            this.invocation = invocation;
        }

        /**
         * What is printed.
         *
         * @param kernel as the kernel knows it; empty for this host
         */
        private record View(NodeRow node, java.util.List<KernelTables.NodeLine> kernel) {}

        @Override
        public void run() {
            NodeRow node =
                    nodes.get(name)
                            .orElseThrow(
                                    () ->
                                            CommandFailed.failed(
                                                    "there is no Node/" + name,
                                                    "vibrissa node list"));
            View view =
                    new View(
                            node,
                            tables.nodes().stream().filter(l -> l.id() == node.id()).toList());
            invocation.print(view, out -> print(view, out));
        }

        private static void print(View view, PrintWriter out) {
            NodeRow node = view.node();
            out.printf("Name:      %s%s%n", node.name(), node.self() ? " (this host)" : "");
            out.printf("Number:    %d%n", node.id());
            out.printf("Addresses: %s%n", String.join(", ", node.addresses()));
            out.printf("Prefixes:  %s%n", String.join(", ", node.prefixes()));
            out.printf("Labels:    %s%n", node.labels());
            if (!node.self()) {
                out.printf("Group:     %s%n", node.group());
                out.printf("Mode:      %s%n", node.mode());
                out.printf("MTU:       %d%n", node.mtu());
            }
            for (KernelTables.NodeLine line : view.kernel()) {
                out.printf("Path:      %s -> %s%n", line.source(), line.address());
                line.hops().forEach(hop -> out.printf("  Hop:     %s%n", hop));
            }
            out.printf("Status:    %s%n", node.status());
        }
    }
}

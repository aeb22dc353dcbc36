package org.vibrissa.node.internal.cli;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.node.internal.view.NodeRow;
import org.vibrissa.node.internal.view.NodeRows;
import picocli.CommandLine.Command;

/** {@code vibrissa node list}. */
@Component
public final class NodeList implements CommandProvider {
    private final NodeRows nodes;

    @Activate
    public NodeList(@Reference NodeRows nodes) {
        this.nodes = nodes;
    }

    @Override
    public String path() {
        return "node list";
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
        return "vibrissa node list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(nodes, invocation);
    }

    @Command(description = "Lists hosts, this one included, and how they are reached.")
    private record Run(NodeRows nodes, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(nodes.list())
                            .column("NAME", "name", NodeRow::name)
                            .column("ADDRESS", "addresses", NodeRow::addresses)
                            .column("PREFIXES", "prefixes", NodeRow::prefixes)
                            .column("GROUP", "group", NodeRow::group)
                            .column("MODE", "mode", NodeRow::mode)
                            .column("MTU", "mtu", row -> row.mtu() == 0 ? null : row.mtu())
                            .column("STATUS", "status", NodeRow::status)
                            .detail("id", NodeRow::id)
                            .detail("self", NodeRow::self)
                            .detail("labels", NodeRow::labels)
                            .detail("phase", NodeRow::phase)
                            .detail("reason", NodeRow::reason)
                            .whenEmpty("No node is known; see: vibrissa status"));
        }
    }
}

package org.vibrissa.hubble.internal.observe;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.FleetOptions;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.NodeTable;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.observer.ObserverGrpc.ObserverBlockingStub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vibrissa hubble list nodes}. */
@Component
public final class HubbleListNodes implements CommandProvider {
    private final Servers servers;

    @Activate
    public HubbleListNodes(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String path() {
        return "hubble list nodes";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public String example() {
        return "vibrissa hubble list nodes -o wide";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(servers, invocation);
    }

    @Command(description = "Lists the hosts of the fleet with the flows that they hold.")
    private static final class Run extends ListRun<Node> {
        @Mixin private FleetOptions server;

        Run(Servers servers, Invocation invocation) {
            super(servers, invocation);
        }

        @Override
        ServerOptions server() {
            return server;
        }

        @Override
        List<Node> ask(ObserverBlockingStub observer) {
            return observer.getNodes(GetNodesRequest.getDefaultInstance()).getNodesList().stream()
                    .sorted(Comparator.comparing(Node::getName))
                    .toList();
        }

        @Override
        void print(List<Node> nodes, boolean wide, PrintWriter out) {
            NodeTable.print(nodes, wide, out);
        }
    }
}

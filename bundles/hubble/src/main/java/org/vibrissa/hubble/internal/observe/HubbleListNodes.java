package org.vibrissa.hubble.internal.observe;

import io.grpc.StatusRuntimeException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Failures;
import org.vibrissa.hubble.internal.client.FleetOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.NodeTable;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    private static final class Run implements Callable<Integer> {
        private static final long SECONDS = 12;

        private final Servers servers;
        private final Invocation invocation;

        @Mixin private FleetOptions server;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORM",
                defaultValue = "table",
                description = "table, wide or json (default: table).")
        private String output;

        Run(Servers servers, Invocation invocation) {
            this.servers = servers;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            String form = output.toLowerCase(Locale.ROOT);
            if (!List.of("table", "wide", "json").contains(form)) {
                throw CommandFailed.usage(
                        "unknown output format: " + output, "There are: table, wide, json.");
            }
            try {
                List<Node> nodes =
                        servers
                                .ask(
                                        server,
                                        invocation,
                                        channel ->
                                                ObserverGrpc.newBlockingStub(channel)
                                                        .withDeadlineAfter(
                                                                SECONDS, TimeUnit.SECONDS)
                                                        .getNodes(
                                                                GetNodesRequest
                                                                        .getDefaultInstance()))
                                .getNodesList()
                                .stream()
                                .sorted(Comparator.comparing(Node::getName))
                                .toList();
                if (form.equals("json")) {
                    invocation.out().println(ProtoJson.array(nodes));
                } else {
                    NodeTable.print(nodes, form.equals("wide"), invocation.out());
                }
                return 0;
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "").causedBy(e);
            } catch (StatusRuntimeException e) {
                throw Failures.of(e, servers.named(server));
            }
        }
    }
}

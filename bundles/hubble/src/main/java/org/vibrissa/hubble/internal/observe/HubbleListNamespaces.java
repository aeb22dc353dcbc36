package org.vibrissa.hubble.internal.observe;

import io.grpc.StatusRuntimeException;
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
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.Columns;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.Namespace;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vibrissa hubble list namespaces}. */
@Component
public final class HubbleListNamespaces implements CommandProvider {
    private final Servers servers;

    @Activate
    public HubbleListNamespaces(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String path() {
        return "hubble list namespaces";
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
        return "vibrissa hubble list namespaces --all-nodes";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(servers, invocation);
    }

    @Command(description = "Lists the namespaces that flows of the last hour were of.")
    private static final class Run implements Callable<Integer> {
        private static final long SECONDS = 12;

        private final Servers servers;
        private final Invocation invocation;

        @Mixin private ServerOptions server;

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
                List<Namespace> namespaces =
                        servers.ask(
                                        server,
                                        invocation,
                                        channel ->
                                                ObserverGrpc.newBlockingStub(channel)
                                                        .withDeadlineAfter(
                                                                SECONDS, TimeUnit.SECONDS)
                                                        .getNamespaces(
                                                                GetNamespacesRequest
                                                                        .getDefaultInstance()))
                                .getNamespacesList();
                print(namespaces, form);
                return 0;
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "").causedBy(e);
            } catch (StatusRuntimeException e) {
                throw Failures.of(e, servers.named(server));
            }
        }

        private void print(List<Namespace> namespaces, String form) {
            if (form.equals("json")) {
                invocation.out().println(ProtoJson.array(namespaces));
                return;
            }
            boolean wide = form.equals("wide");
            Columns columns = new Columns();
            columns.add(wide ? List.of("NAMESPACE", "CLUSTER") : List.of("NAMESPACE"));
            for (Namespace each : namespaces) {
                columns.add(
                        wide
                                ? List.of(each.getNamespace(), each.getCluster())
                                : List.of(each.getNamespace()));
            }
            columns.print(invocation.out());
        }
    }
}

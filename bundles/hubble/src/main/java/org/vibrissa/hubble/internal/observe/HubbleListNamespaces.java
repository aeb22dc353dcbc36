package org.vibrissa.hubble.internal.observe;

import java.io.PrintWriter;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.NamespaceTable;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.Namespace;
import org.vibrissa.hubble.proto.observer.ObserverGrpc.ObserverBlockingStub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private static final class Run extends ListRun<Namespace> {
        @Mixin private ServerOptions server;

        Run(Servers servers, Invocation invocation) {
            super(servers, invocation);
        }

        @Override
        ServerOptions server() {
            return server;
        }

        @Override
        List<Namespace> ask(ObserverBlockingStub observer) {
            return observer.getNamespaces(GetNamespacesRequest.getDefaultInstance())
                    .getNamespacesList();
        }

        @Override
        void print(List<Namespace> namespaces, boolean wide, PrintWriter out) {
            NamespaceTable.print(namespaces, wide, out);
        }
    }
}

package org.vibrissa.endpoint.internal.cli;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa endpoint get}. */
@Component(service = CommandProvider.class)
public final class EndpointGet extends EndpointCommand {
    private final ResourceStore store;

    @Activate
    public EndpointGet(@Reference ResourceStore store) {
        super("get");
        this.store = store;
    }

    @Override
    public String example() {
        return "vibrissa endpoint get deathstar-1 -o yaml";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, invocation);
    }

    @Command(description = "Shows one endpoint: what was declared and what became of it.")
    private static final class Run implements Runnable {
        private final ResourceStore store;
        private final Invocation invocation;

        @Parameters(paramLabel = "NAME", description = "Endpoint name")
        private String name;

        @Option(names = "--namespace", defaultValue = "default", description = "Default: default")
        private String namespace;

        Run(ResourceStore store, Invocation invocation) {
            this.store = store;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            ResourceKey key = new ResourceKey(EndpointKind.NAME, namespace, name);
            Resource resource =
                    store.trusted()
                            .get(key)
                            .orElseThrow(
                                    () ->
                                            CommandFailed.failed(
                                                    "there is no " + key,
                                                    "vibrissa endpoint list"));
            Status status = resource.status();
            invocation.print(
                    Map.of(
                            "metadata", resource.metadata(),
                            "spec", resource.spec(),
                            "status", status),
                    out -> {
                        out.printf("Name:      %s%n", key.name());
                        out.printf("Namespace: %s%n", key.namespace());
                        out.printf("Labels:    %s%n", resource.metadata().labels());
                        out.printf("Spec:      %s%n", resource.spec());
                        out.printf("Status:    %s %s%n", status.phase().label(), status.reason());
                        out.printf("Since:     %s%n", status.since());
                        status.details().forEach((k, v) -> out.printf("  %-9s %s%n", k, v));
                    });
        }
    }
}

package org.vibrissa.endpoint.internal.cli;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa endpoint delete}. */
@Component(service = CommandProvider.class)
public final class EndpointDelete extends EndpointCommand {
    private final ResourceStore store;

    @Activate
    public EndpointDelete(@Reference ResourceStore store) {
        super("delete");
        this.store = store;
    }

    @Override
    public String example() {
        return "vibrissa endpoint delete deathstar-1";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, invocation);
    }

    @Command(description = "Deletes endpoints: their device, addresses and rows. All or none.")
    private static final class Run implements Runnable {
        private final ResourceStore store;
        private final Invocation invocation;

        @Parameters(paramLabel = "NAME", arity = "1..*", description = "Endpoint names")
        private List<String> names;

        @Option(names = "--namespace", defaultValue = "default", description = "Default: default")
        private String namespace;

        Run(ResourceStore store, Invocation invocation) {
            this.store = store;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<ResourceKey> keys =
                    names.stream()
                            .map(name -> new ResourceKey(EndpointKind.NAME, namespace, name))
                            .toList();
            store.delete(keys, ApplyOptions.USER)
                    .forEach(
                            change ->
                                    invocation
                                            .out()
                                            .printf(
                                                    "endpoint %s %s%n",
                                                    change.resource().name(),
                                                    change.action().label()));
        }
    }
}

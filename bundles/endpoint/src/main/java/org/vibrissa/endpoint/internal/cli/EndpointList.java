package org.vibrissa.endpoint.internal.cli;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;

/** {@code vibrissa endpoint list}. */
@Component(service = CommandProvider.class)
public final class EndpointList extends EndpointCommand {
    private final ResourceStore store;
    private final Endpoints endpoints;

    @Activate
    public EndpointList(@Reference ResourceStore store, @Reference Endpoints endpoints) {
        super("list");
        this.store = store;
        this.endpoints = endpoints;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, endpoints, invocation);
    }

    /** One row: what was declared, with what became of it. */
    private record Row(Resource resource, Optional<LocalEndpoint> local) {
        Object id() {
            return local.<Object>map(LocalEndpoint::id).orElse("-");
        }

        Object identity() {
            return local.<Object>map(LocalEndpoint::identity).orElse("-");
        }

        List<String> labels() {
            boolean host = local.map(l -> l.form() == EndpointForm.HOST).orElse(false);
            Optional<String> reserved = EndpointSpec.decode(resource.spec()).reserved();
            return EndpointList.labels(
                    resource.metadata().labels(), host ? Optional.of("host") : reserved);
        }

        String address(boolean v6) {
            return local.stream()
                    .flatMap(endpoint -> endpoint.addresses().stream())
                    .filter(address -> IpAddresses.isIpv6(address) == v6)
                    .findFirst()
                    .map(Row::format)
                    .orElse("");
        }

        String status() {
            return resource.status().phase().label().toLowerCase(Locale.ROOT);
        }

        private static String format(InetAddress address) {
            return IpAddresses.format(address);
        }
    }

    /** As policies name them: what is reserved first, then the user's own. */
    static List<String> labels(Map<String, String> own, Optional<String> reserved) {
        List<String> labels = new ArrayList<>();
        reserved.ifPresent(what -> labels.add("reserved:" + what));
        own.forEach(
                (key, value) -> labels.add("any:" + key + (value.isEmpty() ? "" : "=" + value)));
        return List.copyOf(labels);
    }

    @Command(description = "Lists the endpoints of this host.")
    private record Run(ResourceStore store, Endpoints endpoints, Invocation invocation)
            implements Runnable {
        @Override
        public void run() {
            List<Row> rows =
                    store.trusted().list(EndpointKind.NAME).stream()
                            .map(resource -> new Row(resource, endpoints.get(resource.key())))
                            .toList();
            invocation.print(
                    Table.of(rows)
                            .column("ENDPOINT", "id", Row::id)
                            .column("NAME", "name", row -> row.resource().name())
                            .column("POLICY (ingress)\nENFORCEMENT", "ingress", r -> "Disabled")
                            .column("POLICY (egress)\nENFORCEMENT", "egress", r -> "Disabled")
                            .column("IDENTITY", "identity", Row::identity)
                            .column("LABELS (source:key[=value])", "labels", Row::labels)
                            .column("IPv6", "ipv6", row -> row.address(true))
                            .column("IPv4", "ipv4", row -> row.address(false))
                            .column("STATUS", "status", Row::status)
                            .detail("namespace", row -> row.resource().metadata().namespace())
                            .detail("reason", row -> row.resource().status().reason())
                            .detail(
                                    "device",
                                    row -> row.local().map(LocalEndpoint::device).orElse(""))
                            .whenEmpty(
                                    "No endpoints. Add one: vibrissa endpoint add NAME --netns"
                                            + " NAMESPACE"));
        }
    }
}

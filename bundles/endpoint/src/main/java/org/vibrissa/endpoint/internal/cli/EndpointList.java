package org.vibrissa.endpoint.internal.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.identify.EndpointLabels;
import org.vibrissa.endpoint.internal.identify.Identification;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.policy.Enforcement;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa endpoint list}. */
@Component(service = CommandProvider.class)
public final class EndpointList extends EndpointCommand {
    private final ResourceStore store;
    private final Endpoints endpoints;
    private final Identification identities;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Enforcement enforcement;

    @Activate
    public EndpointList(
            @Reference ResourceStore store,
            @Reference Endpoints endpoints,
            @Reference Identification identities) {
        super("list");
        this.store = store;
        this.endpoints = endpoints;
        this.identities = identities;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(this, invocation);
    }

    private List<Row> rows() {
        return store.trusted().list(EndpointKind.NAME).stream()
                .map(resource -> new Row(resource, endpoints.get(resource.key())))
                .sorted(Comparator.comparingInt(Row::order))
                .toList();
    }

    /** As policies see it: those of its identity, or those it is to have. */
    private List<String> labels(Row row) {
        return row.local()
                .flatMap(local -> identities.labels(local.identity()))
                .orElseGet(
                        () ->
                                EndpointLabels.of(
                                        row.resource(), EndpointSpec.decode(row.resource().spec())))
                .texts();
    }

    private String enforced(Row row, ToState direction) {
        Enforcement now = enforcement;
        return (now == null
                        ? Enforcement.State.DISABLED
                        : row.local()
                                .map(local -> direction.of(now, local.id()))
                                .orElse(Enforcement.State.DISABLED))
                .label();
    }

    @FunctionalInterface
    private interface ToState {
        Enforcement.State of(Enforcement enforcement, int endpoint);
    }

    /** One row: what was declared, with what became of it. */
    private record Row(Resource resource, Optional<LocalEndpoint> local) {
        Object id() {
            return local.<Object>map(LocalEndpoint::id).orElse("-");
        }

        int order() {
            return local.map(LocalEndpoint::id).orElse(Integer.MAX_VALUE);
        }

        Object identity() {
            return local.<Object>map(LocalEndpoint::identity).orElse("-");
        }

        /** A text as long as there is but one. */
        Object addresses(boolean v6) {
            List<String> all =
                    local.stream()
                            .flatMap(endpoint -> endpoint.addresses().stream())
                            .filter(address -> IpAddresses.isIpv6(address) == v6)
                            .map(IpAddresses::format)
                            .toList();
            return all.size() > 1 ? all : String.join("", all);
        }

        String status() {
            return resource.status().phase().label().toLowerCase(Locale.ROOT);
        }
    }

    @Command(description = "Lists the endpoints of this host.")
    private static final class Run implements Runnable {
        private final EndpointList list;
        private final Invocation invocation;

        @Option(
                names = {"-w", "--wide"},
                description = "With the endpoints' names")
        private boolean wide;

        Run(EndpointList list, Invocation invocation) {
            this.list = list;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            invocation.print(
                    Table.of(list.rows())
                            .column("ENDPOINT", "id", Row::id)
                            .column(wide ? "NAME" : "", "name", row -> row.resource().name())
                            .column(
                                    "POLICY (ingress)\nENFORCEMENT",
                                    "ingress",
                                    row -> list.enforced(row, Enforcement::ingress))
                            .column(
                                    "POLICY (egress)\nENFORCEMENT",
                                    "egress",
                                    row -> list.enforced(row, Enforcement::egress))
                            .column("IDENTITY", "identity", Row::identity)
                            .column("LABELS (source:key[=value])", "labels", list::labels)
                            .column("IPv6", "ipv6", row -> row.addresses(true))
                            .column("IPv4", "ipv4", row -> row.addresses(false))
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

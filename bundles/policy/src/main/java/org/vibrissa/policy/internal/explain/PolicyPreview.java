package org.vibrissa.policy.internal.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.document.Candidates;
import org.vibrissa.policy.internal.engine.Engine;
import org.vibrissa.policy.internal.engine.EngineSettings;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.NeededPrefixes;
import org.vibrissa.policy.internal.engine.PolicyService;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.seen.LoggedFlows;
import org.vibrissa.state.ResourceKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa policy preview}. */
@Component(service = CommandProvider.class)
public final class PolicyPreview implements CommandProvider {
    private static final int MOST_FLOWS = 200_000;

    private final Candidates candidates;
    private final PolicyService service;
    private final Conntrack conntrack;
    private final LoggedFlows logged;
    private final Endpoints endpoints;
    private final Identities identities;

    @Activate
    public PolicyPreview(
            @Reference Candidates candidates,
            @Reference PolicyService service,
            @Reference Conntrack conntrack,
            @Reference LoggedFlows logged,
            @Reference Endpoints endpoints,
            @Reference Identities identities) {
        this.candidates = candidates;
        this.service = service;
        this.conntrack = conntrack;
        this.logged = logged;
        this.endpoints = endpoints;
        this.identities = identities;
    }

    @Override
    public String path() {
        return "policy preview";
    }

    @Override
    public String section() {
        return "Policy";
    }

    @Override
    public String example() {
        return "vibrissa policy preview -f new.yaml";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(this, invocation);
    }

    @Command(
            description = {
                "Says which of the flows that this host tracks now, or has in its flow log, would"
                        + " get another verdict if the documents were applied.",
                "Nothing is stored or enforced. The flow log also has flows that are over or were"
                        + " dropped."
            })
    private static final class Run implements Runnable {
        private final PolicyPreview command;
        private final Invocation invocation;

        @Option(
                names = {"-f", "--filename"},
                required = true,
                description = "File with policies and CIDR groups; - for standard input")
        private String file;

        Run(PolicyPreview command, Invocation invocation) {
            this.command = command;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<Conntrack.Flow> flows = command.flows();
            List<FlowChange> changes =
                    command.preview(command.candidates.with(file, invocation.readFile(file)))
                            .changes(flows);
            invocation.print(
                    Table.of(changes)
                            .column("SOURCE", "source", FlowChange::source)
                            .column("DESTINATION", "destination", FlowChange::destination)
                            .column("PROTOCOL", "protocol", FlowChange::protocol)
                            .column("ENDPOINT", "endpoint", FlowChange::endpoint)
                            .column("DIRECTION", "direction", FlowChange::direction)
                            .column("NOW", "now", FlowChange::now)
                            .column("THEN", "then", FlowChange::then)
                            .column("RULE", "rule", FlowChange::rule)
                            .column("PACKETS", "packets", FlowChange::packets)
                            .whenEmpty(
                                    "None of %,d recorded flows would get another verdict."
                                            .formatted(flows.size())));
        }
    }

    private List<Conntrack.Flow> flows() {
        List<Conntrack.Flow> flows = new ArrayList<>(conntrack.list(MOST_FLOWS));
        Map<Integer, LocalEndpoint> byId = new HashMap<>();
        endpoints.list().forEach(endpoint -> byId.put(endpoint.id(), endpoint));
        flows.addAll(
                logged.beside(
                        flows,
                        (id, address) ->
                                byId.containsKey(id)
                                        && byId.get(id).addresses().contains(address)));
        return flows;
    }

    private Preview preview(Map<ResourceKey, List<Policy>> policies) {
        EngineSettings settings = service.ask(engine -> engine.settings());
        NamedPorts names = service.ask(Engine::names);
        Preview.Rules now = rules(service.ask(Engine::policies), settings, names);
        Preview.Rules then =
                rules(policies.values().stream().flatMap(List::stream).toList(), settings, names);
        Map<Integer, Identity> known = new HashMap<>();
        identities.list().forEach(identity -> known.put(identity.number(), identity));
        Preview preview = new Preview(now, then, known);
        for (LocalEndpoint endpoint : endpoints.list()) {
            Optional<Subject> subject = service.ask(engine -> engine.subject(endpoint.id()));
            subject.ifPresent(s -> preview.local(endpoint, s));
        }
        return preview;
    }

    private static Preview.Rules rules(
            List<Policy> policies, EngineSettings settings, NamedPorts names) {
        return new Preview.Rules(
                new Judge(policies, settings, names), NeededPrefixes.of(policies.stream()));
    }
}

package org.vibrissa.hubble.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.serve.HubbleLife;
import org.vibrissa.hubble.internal.serve.HubbleSettings;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.policy.PolicyRules;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Tables;

/**
 * This node's Hubble server. It starts on a thread of its own: gRPC takes half a second to load,
 * for which no other bundle waits. A change of the settings makes a new one.
 */
@Component(service = HubbleComponent.class, immediate = true, configurationPid = HubbleSettings.PID)
public final class HubbleComponent {

    private final HubbleLife life;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PolicyRules policy;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Fleet fleet;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FleetCredentials credentials;

    @Activate
    public HubbleComponent(
            @Reference Node node,
            @Reference FlowLog log,
            @Reference FlowNames names,
            @Reference FlowLedger ledger,
            @Reference ResourceStore store,
            @Reference Tables tables,
            @Reference FlowExpressions expressions,
            HubbleSettings settings)
            throws IOException {
        Origin origin = new Origin(settings.cluster_name(), node.name(), node.version());
        FlowSource source =
                new FlowSource(
                        log,
                        names,
                        ledger,
                        new Rules(() -> Optional.ofNullable(policy)),
                        origin,
                        EventUuid.ofThisBoot(origin.nodeName()),
                        expressions);
        life =
                new HubbleLife(
                        source,
                        new HubbleLife.Surroundings(
                                node,
                                store,
                                tables,
                                () -> Optional.ofNullable(fleet),
                                () -> Optional.ofNullable(credentials),
                                this::revision),
                        settings);
        life.start();
    }

    @Deactivate
    void stop() {
        life.close();
    }

    private long revision() {
        PolicyRules rules = policy;
        return rules == null ? 0 : rules.revision();
    }

    /** How it is, in a few words. */
    public String summary() {
        return life.summary();
    }

    /** Path of the unix socket. */
    public Path socket() {
        return life.socket();
    }

    /** What became of the events that its clients were to get. */
    FlowAccount.Reading account() {
        return life.account();
    }
}

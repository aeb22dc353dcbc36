package org.vibrissa.ipfix.internal.record;

import java.util.List;
import java.util.Optional;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.policy.PolicyRules;

/** Names and rules that tests know. */
public record TestNames(FlowParty party) implements FlowNames, PolicyRules {
    /** Ends that are called so. */
    public static TestNames of(String name, String... labels) {
        return new TestNames(
                new FlowParty(1001, List.of(labels), 1, "default", name, "", "", "node"));
    }

    @Override
    public FlowParty source(FlowEvent event) {
        return party;
    }

    @Override
    public FlowParty destination(FlowEvent event) {
        return party;
    }

    @Override
    public String device(int ifindex, long timeNanos) {
        return "";
    }

    @Override
    public String owner(FlowEvent event) {
        return "";
    }

    @Override
    public String pathGroup(int number) {
        return "";
    }

    @Override
    public String dropReason(int number) {
        return number == 133 ? "POLICY_DENIED" : "UNKNOWN";
    }

    @Override
    public String node() {
        return "node";
    }

    @Override
    public List<String> nodeLabels() {
        return List.of();
    }

    @Override
    public Optional<RuleRef> rule(int number) {
        return number == 7
                ? Optional.of(
                        new RuleRef(
                                "CiliumNetworkPolicy",
                                "default",
                                "rule1",
                                List.of(),
                                3,
                                "spec.ingress[0]",
                                "",
                                0,
                                false,
                                ""))
                : Optional.empty();
    }

    @Override
    public List<RuleRef> enforcing(int endpointId, boolean ingress, long time) {
        return List.of();
    }

    @Override
    public long revision() {
        return 3;
    }
}

package org.vibrissa.hubble.internal.made;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterScope;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.policy.PolicyRules;

/** What flows are made of, for a log that a test writes. */
public final class MadeSource {
    public static final Origin ORIGIN = new Origin("default", "tatooine", "0.1.0");
    public static final EventUuid UUIDS = new EventUuid("tatooine", "boot-1");

    /** What the kernel lost; a test adds to it. */
    public static final class Ledger implements FlowLedger {
        private final List<Loss> losses = new CopyOnWriteArrayList<>();

        public void lose(String cause, int cpu, long events) {
            losses.add(new Loss(cause, cpu, events));
        }

        @Override
        public Balance balance() {
            return new Balance(0, 0, 0, 0, 0, losses, 0, 0, 0, 0, List.of(), 0);
        }
    }

    public static final Rules RULES = new Rules(() -> Optional.of(new Story()));

    private MadeSource() {}

    /** Without expressions. */
    public static FlowSource of(FlowLog log, FlowLedger ledger) {
        return of(log, ledger, new FlowExpressions());
    }

    public static FlowSource of(FlowLog log, FlowLedger ledger, FlowExpressions expressions) {
        return new FlowSource(log, new MadeNames(), ledger, RULES, ORIGIN, UUIDS, expressions);
    }

    /** For filters of flows with made names. */
    public static FilterScope scope(FlowExpressions expressions) {
        return new FilterScope(
                ORIGIN,
                UUIDS,
                expressions,
                () ->
                        new FlowMessages(
                                        FieldSelection.all(), new MadeNames(), ORIGIN, UUIDS, RULES)
                                ::of);
    }

    /** Number 7 is the rule of the xwing story; its policy is enforced on endpoint 9. */
    private static final class Story implements PolicyRules {
        @Override
        public Optional<RuleRef> rule(int number) {
            return number == 7 ? Optional.of(story()) : Optional.empty();
        }

        @Override
        public List<RuleRef> enforcing(int endpointId, boolean ingress, long time) {
            return endpointId == 9 && ingress ? List.of(story()) : List.of();
        }

        @Override
        public long revision() {
            return 3;
        }

        private static RuleRef story() {
            return new RuleRef(
                    "CiliumNetworkPolicy",
                    "empire",
                    "rule1",
                    List.of("k8s:io.cilium.k8s.policy.name=rule1"),
                    3,
                    "spec.ingress[0]",
                    "/etc/policies/rule1.yaml",
                    12,
                    false,
                    "seen");
        }
    }
}

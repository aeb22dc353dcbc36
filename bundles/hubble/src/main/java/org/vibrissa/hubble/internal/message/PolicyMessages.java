package org.vibrissa.hubble.internal.message;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Policy;
import org.vibrissa.policy.PolicyRules.RuleRef;

/** The rules that decided, as Hubble writes them. Thread safe as its source is. */
final class PolicyMessages {
    private static final int POLICY_DENIED = 133;
    private static final int POLICY_DENY = 181;
    private static final int FORWARDED = 1;
    private static final int DROPPED = 2;
    private static final int AUDIT = 4;
    private static final int REDIRECTED = 5;

    private final Rules rules;

    PolicyMessages(Rules rules) {
        this.rules = rules;
    }

    /**
     * Names the rule of the direction that was judged; where none decided, the policies that deny
     * by default. An audited flow names what would have refused it.
     */
    void add(FlowEvent event, FieldSelection fields, Flow.Builder flow) {
        if (!judged(event)) {
            return;
        }
        boolean ingress = ingress(event);
        int number = ingress ? event.ingressRule() : event.egressRule();
        if (number != 0) {
            rules.rule(number).ifPresent(rule -> add(rule, ingress, event.verdict(), fields, flow));
        } else if (denied(event.verdict())) {
            int endpoint = ingress ? event.destinationEndpoint() : event.sourceEndpoint();
            rules.enforcing(endpoint, ingress, event.timeNanos())
                    .forEach(policy -> add(policy, ingress, event.verdict(), fields, flow));
        }
    }

    /** Only a verdict is about one policy; of drops those that policy made. */
    static boolean judged(FlowEvent event) {
        return event.kind() == FlowKind.POLICY_VERDICT
                || event.kind() == FlowKind.DROP
                        && (event.dropReason() == POLICY_DENIED
                                || event.dropReason() == POLICY_DENY);
    }

    /** A drop tells no direction of policy: the one that refuses made it. */
    static boolean ingress(FlowEvent event) {
        return event.kind() == FlowKind.POLICY_VERDICT
                ? event.ofIngress()
                : event.ingressRule() != 0 || event.direction() == 1;
    }

    private static void add(
            RuleRef rule, boolean ingress, int verdict, FieldSelection fields, Flow.Builder flow) {
        boolean allowed = verdict == FORWARDED || verdict == REDIRECTED;
        boolean denied = denied(verdict);
        if (allowed && ingress && fields.has(Flow.INGRESS_ALLOWED_BY_FIELD_NUMBER)) {
            flow.addIngressAllowedBy(message(rule));
        } else if (allowed && !ingress && fields.has(Flow.EGRESS_ALLOWED_BY_FIELD_NUMBER)) {
            flow.addEgressAllowedBy(message(rule));
        } else if (denied && ingress && fields.has(Flow.INGRESS_DENIED_BY_FIELD_NUMBER)) {
            flow.addIngressDeniedBy(message(rule));
        } else if (denied && !ingress && fields.has(Flow.EGRESS_DENIED_BY_FIELD_NUMBER)) {
            flow.addEgressDeniedBy(message(rule));
        }
        if (!rule.log().isEmpty() && fields.has(Flow.POLICY_LOG_FIELD_NUMBER)) {
            flow.addPolicyLog(rule.log());
        }
    }

    private static boolean denied(int verdict) {
        return verdict == DROPPED || verdict == AUDIT;
    }

    private static Policy message(RuleRef rule) {
        return Policy.newBuilder()
                .setName(rule.name())
                .setNamespace(rule.namespace())
                .addAllLabels(rule.labels())
                .setRevision(rule.revision())
                .setKind(rule.kind())
                .build();
    }
}

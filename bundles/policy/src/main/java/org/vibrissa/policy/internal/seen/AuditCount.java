package org.vibrissa.policy.internal.seen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.document.AuditedFlows;
import org.vibrissa.policy.internal.engine.Engine;
import org.vibrissa.policy.internal.engine.PolicyService;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.state.ResourceKey;

/**
 * Counts refusals that were only noted. One by a rule is its policy's; one because no rule allows
 * the flow is that of each policy for audit that would deny by default there.
 */
@Component
public final class AuditCount implements AuditedFlows {
    private final SeenFlows seen;
    private final PolicyService service;

    @Activate
    public AuditCount(@Reference SeenFlows seen, @Reference PolicyService service) {
        this.seen = seen;
        this.service = service;
    }

    /**
     * Refusals of one sort.
     *
     * @param endpoint whose policy noted it
     * @param direction as the endpoint sees it
     * @param rule that refuses, 0 when none allows
     */
    record Noted(int endpoint, Direction direction, int rule) {}

    @Override
    public Map<ResourceKey, Long> byDocument() {
        Map<Noted, Long> noted = new HashMap<>();
        seen.each(event -> of(event).ifPresent(one -> noted.merge(one, 1L, Long::sum)));
        if (noted.isEmpty()) {
            return Map.of();
        }
        return service.ask(
                engine -> {
                    Map<ResourceKey, Long> counts = new HashMap<>();
                    noted.forEach(
                            (one, flows) ->
                                    documents(engine, one)
                                            .forEach(key -> counts.merge(key, flows, Long::sum)));
                    return counts;
                });
    }

    /** What a flow's verdict in one direction noted, if anything. */
    static Optional<Noted> of(FlowEvent event) {
        boolean ingress = event.ofIngress();
        if (event.kind() != FlowKind.POLICY_VERDICT
                || !(ingress ? event.ingressNoted() : event.egressNoted())) {
            return Optional.empty();
        }
        boolean ofSource = ingress == (event.traceReason() != 0 && event.reply());
        return Optional.of(
                new Noted(
                        ofSource ? event.sourceEndpoint() : event.destinationEndpoint(),
                        ingress ? Direction.INGRESS : Direction.EGRESS,
                        ingress ? event.ingressRule() : event.egressRule()));
    }

    private Set<ResourceKey> documents(Engine engine, Noted noted) {
        Set<ResourceKey> documents = new HashSet<>();
        if (noted.rule() != 0) {
            service.rules().get(noted.rule()).map(AuditCount::document).ifPresent(documents::add);
            return documents;
        }
        Optional<Subject> subject = engine.subject(noted.endpoint());
        if (subject.isPresent()) {
            for (Policy policy : engine.policies()) {
                boolean audits =
                        policy.audit() || subject.get().audit() || engine.settings().audit();
                if (audits
                        && policy.defaultDeny().contains(noted.direction())
                        && subject.get().selectedBy(policy)) {
                    documents.add(document(policy.name()));
                }
            }
        }
        return documents;
    }

    private static ResourceKey document(RuleRef rule) {
        return new ResourceKey(rule.kind(), rule.namespace(), rule.name());
    }

    private static ResourceKey document(PolicyName name) {
        return new ResourceKey(name.kind(), name.namespace(), name.name());
    }
}

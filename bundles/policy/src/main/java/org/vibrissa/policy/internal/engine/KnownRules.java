package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.policy.PolicyRules;
import org.vibrissa.policy.internal.rule.Direction;

/** The rule book as other bundles see it. */
@Component
public final class KnownRules implements PolicyRules {
    private final RuleBook book;
    private final DefaultDenials denials;

    @Activate
    public KnownRules(@Reference PolicyService service) {
        this.book = service.rules();
        this.denials = service.denials();
    }

    @Override
    public Optional<RuleRef> rule(int number) {
        return book.get(number);
    }

    @Override
    public List<RuleRef> enforcing(int endpointId, boolean ingress, long time) {
        return denials.at(endpointId, ingress ? Direction.INGRESS : Direction.EGRESS, time);
    }

    @Override
    public long revision() {
        return book.revision();
    }
}

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
        this.denials = new DefaultDenials(service);
    }

    @Override
    public Optional<RuleRef> rule(int number) {
        return book.get(number);
    }

    @Override
    public List<RuleRef> enforcing(int endpointId, boolean ingress) {
        return denials.of(endpointId, ingress ? Direction.INGRESS : Direction.EGRESS);
    }

    @Override
    public long revision() {
        return book.revision();
    }
}

package org.vibrissa.policy.internal.engine;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.policy.PolicyRules;

/** The rule book as other bundles see it. */
@Component
public final class KnownRules implements PolicyRules {
    private final RuleBook book;

    @Activate
    public KnownRules(@Reference PolicyService service) {
        this.book = service.rules();
    }

    @Override
    public Optional<RuleRef> rule(int number) {
        return book.get(number);
    }

    @Override
    public long revision() {
        return book.revision();
    }
}

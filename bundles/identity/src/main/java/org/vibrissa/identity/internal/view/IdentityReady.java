package org.vibrissa.identity.internal.view;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.internal.IdentityService;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.state.Tables;

/** The Identities row of {@code vibrissa status}. */
@Component
public final class IdentityReady implements ReadyCheck {
    private final IdentityService identities;
    private final Tables tables;

    @Activate
    public IdentityReady(@Reference IdentityService identities, @Reference Tables tables) {
        this.identities = identities;
        this.tables = tables;
    }

    @Override
    public String name() {
        return "Identities";
    }

    /** A fleet's store that is away keeps no host from working. */
    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        IdentityService.Counts counts = identities.counts();
        long fleet =
                identities.list().stream()
                        .map(Identity::number)
                        .filter(n -> n >= Identity.FLEET_FIRST && n <= Identity.FLEET_LAST)
                        .count();
        String agreed =
                tables.open(Identities.TABLE).snapshot().initialised()
                        ? identities.allocator().map(IdentityAllocator::name).orElse("nobody")
                        : "not known yet";
        String facts =
                "%d of the fleet (%s), %d of this host's endpoints, %d of prefixes"
                        .formatted(fleet, agreed, counts.sets(), counts.prefixes());
        return identities
                .trouble()
                .map(why -> "degraded (" + counts.waiting() + " wait: " + why + "; " + facts + ")")
                .orElse(facts);
    }
}

package org.vibrissa.fleet.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.fleet.Member;
import org.vibrissa.runtime.ReadyCheck;

/** The Fleet row of {@code vibrissa status}. A fleet that is away keeps no host from working. */
@Component
public final class FleetReady implements ReadyCheck {
    private final FleetComponent fleet;

    @Activate
    public FleetReady(@Reference FleetComponent fleet) {
        this.fleet = fleet;
    }

    @Override
    public String name() {
        return "Fleet";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        if (!fleet.joined()) {
            return "not joined";
        }
        if (!fleet.problem().isEmpty()) {
            return "FAILED (" + fleet.problem() + ")";
        }
        List<Member> members = fleet.members();
        long alive = members.stream().filter(Member::alive).count();
        return (alive == members.size() ? "OK (" : "degraded (")
                + alive
                + "/"
                + members.size()
                + " other members alive)";
    }
}

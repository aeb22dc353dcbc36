package org.vibrissa.fleet.internal.coordinate;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.FleetComponent;
import org.vibrissa.fleet.internal.FleetSettings;
import org.vibrissa.fleet.internal.member.Membership;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** Coordination among peers as other bundles see it; in use on hosts that have joined. */
@Component(
        service = {Coordinator.class, MemberCoordinator.class},
        configurationPid = FleetSettings.PID)
public final class MemberCoordinator implements Coordinator {
    private static final int PRECEDENCE = 1;

    private final FleetComponent fleet;
    private final FirstHolder first;

    @Activate
    public MemberCoordinator(
            @Reference FleetComponent fleet,
            @Reference ResourceStore store,
            FleetSettings settings) {
        this.fleet = fleet;
        first =
                new FirstHolder(
                        store,
                        fleet.self(),
                        Duration.ofSeconds(settings.garbage_after()),
                        System::nanoTime);
    }

    private Optional<FirstHolder.View> view() {
        return fleet.joined() ? fleet.life().membership().map(this::view) : Optional.empty();
    }

    private FirstHolder.View view(Membership membership) {
        List<Member> members = membership.members();
        Set<String> disagreeing = new TreeSet<>();
        for (Member member : members) {
            if (member.alive() && !membership.agreedWith(member.name())) {
                disagreeing.add(member.name());
            }
        }
        if (!membership.whole()) {
            disagreeing.add("others what its store has lost");
        }
        return new FirstHolder.View(
                membership.seat(), membership.roster().others(), members, disagreeing);
    }

    @Override
    public boolean inUse() {
        return fleet.joined();
    }

    @Override
    public int precedence() {
        return PRECEDENCE;
    }

    @Override
    public boolean isLeader() {
        return view().filter(first::leads).isPresent();
    }

    @Override
    public Optional<String> leader() {
        return view().filter(v -> first.vacancy(v).isEmpty()).flatMap(first::holder);
    }

    @Override
    public Optional<String> vacancy() {
        Optional<FirstHolder.View> view = view();
        return view.isPresent()
                ? first.vacancy(view.get())
                : Optional.of("this host's fleet is not started yet");
    }

    @Override
    public boolean gone(String node) {
        return view().filter(v -> first.gone(node, v)).isPresent();
    }

    @Override
    public void commit(List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
            throws FleetException {
        FirstHolder.View view =
                view().orElseThrow(
                                () ->
                                        new FleetException(
                                                FleetException.Kind.NOT_JOINED,
                                                "this host is in no fleet"));
        first.commit(view, creates, deletes, gone);
    }
}

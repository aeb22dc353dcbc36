package org.vibrissa.identity.internal.number;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;
import org.vibrissa.identity.internal.fleet.FleetBook;
import org.vibrissa.state.Bell;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Tables;

/**
 * Numbers that follow from what all hosts have told: a host that knows the same sets gives them the
 * same numbers, without a word. What this host told before a restart counts until all its endpoints
 * have been seen again, so that numbers stay meanwhile.
 */
@Component(service = {IdentityAllocator.class, FleetNumbers.class})
public final class FleetNumbers implements IdentityAllocator {
    private final FleetBook book;
    private final Tables tables;
    private final Bell bell = Bell.rung();
    private final Subscription watch;
    private final Numbering numbering = new Numbering(NumberRange.FLEET);
    private Set<Labels> own = Set.of();
    private Set<Labels> all = Set.of();
    private Allotment allotment = Allotment.UNKNOWN;

    @Activate
    public FleetNumbers(@Reference FleetBook book, @Reference Tables tables) {
        this.book = book;
        this.tables = tables;
        this.watch = book.watch("vib-fleet-numbers", this::changed);
    }

    @Deactivate
    void deactivate() {
        watch.close();
        bell.close();
    }

    private void changed() {
        recompute();
        bell.ring();
    }

    private synchronized void recompute() {
        Set<Labels> now = new HashSet<>(own);
        book.others().values().forEach(node -> node.numbered().forEach(now::add));
        if (!tables.open(Endpoints.TABLE).snapshot().initialised()) {
            book.own().ifPresent(before -> before.numbered().forEach(now::add));
        }
        boolean complete = book.complete();
        if (now.equals(all) && allotment.complete() == complete) {
            return;
        }
        Set<Labels> added = now.stream().filter(s -> !all.contains(s)).collect(Collectors.toSet());
        Set<Labels> gone = all.stream().filter(s -> !now.contains(s)).collect(Collectors.toSet());
        numbering.change(added, gone);
        all = now;
        Map<Labels, String> refused = new HashMap<>();
        for (Labels labels : numbering.refused()) {
            if (own.contains(labels)) {
                refused.put(
                        labels,
                        "all "
                                + NumberRange.FLEET.size()
                                + " identities of the fleet are in use; let fewer labels count"
                                + " (identity.labels)");
            }
        }
        allotment = new Allotment(complete, new TreeMap<>(numbering.sets()), refused);
    }

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public boolean inUse() {
        return true;
    }

    @Override
    public int precedence() {
        return 0;
    }

    @Override
    public synchronized void use(Set<Labels> sets) {
        own = Set.copyOf(sets);
        recompute();
    }

    @Override
    public synchronized Allotment allotment() {
        return allotment;
    }

    @Override
    public Subscription watch(String name, Runnable changed) {
        return bell.watchUnawaited(name, changed);
    }
}

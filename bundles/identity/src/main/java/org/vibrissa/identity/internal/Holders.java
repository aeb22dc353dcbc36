package org.vibrissa.identity.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.identity.internal.fleet.NodeEndpoints;
import org.vibrissa.identity.internal.label.LabelFilter;

/**
 * Who holds which labels, and what became of them. Who changes its labels keeps its number until
 * that of the new ones is known. Not thread safe.
 */
final class Holders {
    private final Map<String, Holder> holders = new HashMap<>();
    private LabelFilter filter;
    private Allotment allotment = Allotment.UNKNOWN;
    private Map<Labels, Integer> numbers = Map.of();

    private static final class Holder {
        private final Labels all;
        private Labels counted;
        private Optional<Identity> last = Optional.empty();
        private HeldLabels told;

        Holder(Labels all, Labels counted) {
            this.all = all;
            this.counted = counted;
            this.told = new HeldLabels(counted, Optional.empty(), false, "");
        }
    }

    Holders(LabelFilter filter) {
        this.filter = filter;
    }

    Labels relevant(Labels labels) {
        return filter.of(labels);
    }

    /** From now on these count. */
    void filter(LabelFilter next) {
        filter = next;
        holders.values().forEach(holder -> holder.counted = next.of(holder.all));
    }

    void hold(String name, Labels labels) {
        Holder before = holders.get(name);
        if (before != null && before.all.equals(labels)) {
            return;
        }
        Holder now = new Holder(labels, filter.of(labels));
        if (before != null) {
            now.last = before.last;
            now.told = before.told;
        }
        holders.put(name, now);
    }

    void release(String name) {
        holders.remove(name);
    }

    /** The sets that need a number of the fleet's. */
    Set<Labels> sets() {
        Set<Labels> sets = new HashSet<>();
        for (Holder holder : holders.values()) {
            sets.add(holder.counted);
            holder.last.ifPresent(identity -> sets.add(identity.labels()));
        }
        sets.removeIf(NodeEndpoints::reserved);
        return sets;
    }

    /** From now on these are the numbers. */
    void allotment(Allotment next) {
        if (!next.equals(allotment)) {
            allotment = next;
            numbers = new HashMap<>();
            next.sets().forEach((number, labels) -> numbers.put(labels, number));
        }
    }

    /**
     * Works out what a holder has now.
     *
     * @return whether that is another than before
     */
    boolean work(String name) {
        Holder holder = holders.get(name);
        HeldLabels now = now(holder);
        holder.last = now.identity();
        boolean differs = !now.equals(holder.told);
        holder.told = now;
        return differs;
    }

    /** {@link #work} of all: those to whom something else is to be told. */
    Set<String> workAll() {
        Set<String> changed = new HashSet<>();
        for (String name : holders.keySet()) {
            if (work(name)) {
                changed.add(name);
            }
        }
        return changed;
    }

    private HeldLabels now(Holder holder) {
        Labels labels = holder.counted;
        Optional<Identity> identity = find(labels);
        if (identity.isPresent()) {
            return new HeldLabels(labels, identity, false, "");
        }
        String refused = allotment.refused().get(labels);
        if (refused != null) {
            return new HeldLabels(labels, Optional.empty(), true, refused);
        }
        // Its number of before may itself have become another.
        Optional<Identity> before =
                allotment.complete()
                        ? holder.last.flatMap(last -> find(last.labels()))
                        : holder.last;
        String reason =
                allotment.complete()
                        ? "its labels have no number yet; it is asked for"
                        : "the identities of the fleet are not known yet";
        return new HeldLabels(labels, before, false, reason);
    }

    private Optional<Identity> find(Labels labels) {
        for (ReservedIdentity reserved : ReservedIdentity.values()) {
            if (labels.isReserved(reserved.text())) {
                return Optional.of(reserved.identity());
            }
        }
        return Optional.ofNullable(numbers.get(labels)).map(n -> new Identity(n, labels));
    }

    boolean known(String name) {
        return find(holders.get(name).counted).isPresent();
    }

    Optional<HeldLabels> held(String name) {
        return Optional.ofNullable(holders.get(name)).map(holder -> holder.told);
    }

    /** How many wait for a number. */
    long waiting() {
        return holders.values().stream().filter(h -> h.told.identity().isEmpty()).count();
    }

    /** Why one of them waits. */
    Optional<String> trouble() {
        return holders.values().stream()
                .filter(h -> h.told.identity().isEmpty())
                .map(h -> h.told.reason())
                .findFirst();
    }

    int size() {
        return holders.size();
    }
}

package org.vibrissa.identity.internal.number;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;

/**
 * Numbers as a pure function of a set of label sets: in order of their hashes each takes the first
 * number it tries that is free. Adding keeps that without starting anew: who comes earlier by hash
 * takes the number from who comes later, which goes on trying. Not thread safe.
 */
public final class Numbering {
    private final NumberRange range;
    private final Seat[] seats;
    private final Map<Labels, Seat> seated = new HashMap<>();
    private final Set<Labels> refused = new HashSet<>();

    private static final class Seat {
        private final Labels labels;
        private int attempt;

        Seat(Labels labels) {
            this.labels = labels;
        }
    }

    public Numbering(NumberRange range) {
        this.range = range;
        this.seats = new Seat[range.size()];
    }

    /** The numbers of exactly these. */
    public static Numbering of(NumberRange range, Collection<Labels> all) {
        Numbering numbering = new Numbering(range);
        numbering.change(all, Set.of());
        return numbering;
    }

    /** One step; removing costs as much as numbering all anew. */
    public void change(Collection<Labels> added, Collection<Labels> removed) {
        boolean less = false;
        for (Labels labels : removed) {
            less |= seated.remove(labels) != null;
            less |= refused.remove(labels);
        }
        if (less) {
            Set<Labels> rest = new HashSet<>(seated.keySet());
            rest.addAll(refused);
            Arrays.fill(seats, null);
            seated.clear();
            refused.clear();
            rest.forEach(this::add);
        }
        added.forEach(this::add);
    }

    private void add(Labels labels) {
        if (seated.containsKey(labels) || refused.contains(labels)) {
            return;
        }
        Seat seat = new Seat(labels);
        seated.put(labels, seat);
        while (seat.attempt < range.size()) {
            int index = range.candidate(seat.labels, seat.attempt) - range.first();
            Seat holder = seats[index];
            if (holder == null) {
                seats[index] = seat;
                return;
            }
            if (seat.labels.hash().compareTo(holder.labels.hash()) < 0) {
                seats[index] = seat;
                seat = holder;
            }
            seat.attempt++;
        }
        seated.remove(seat.labels);
        refused.add(seat.labels);
    }

    public Optional<Integer> number(Labels labels) {
        return Optional.ofNullable(seated.get(labels))
                .map(seat -> range.candidate(seat.labels, seat.attempt));
    }

    /** All by number. */
    public SortedMap<Integer, Labels> sets() {
        SortedMap<Integer, Labels> sets = new TreeMap<>();
        for (int i = 0; i < seats.length; i++) {
            if (seats[i] != null) {
                sets.put(range.first() + i, seats[i].labels);
            }
        }
        return sets;
    }

    /** Those for which no number is left. */
    public Set<Labels> refused() {
        return Set.copyOf(refused);
    }
}

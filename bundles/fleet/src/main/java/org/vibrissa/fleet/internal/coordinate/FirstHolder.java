package org.vibrissa.fleet.internal.coordinate;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.member.MemberRecord;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;

/**
 * Coordination without a common store: of the members that hold the CA key the one that got it
 * first leads, for as long as it is a member. Nobody takes its place while it is silent, for nobody
 * can know what it does meanwhile. Thread safe.
 */
public final class FirstHolder {
    private final ResourceStore store;
    private final String self;
    private final Duration after;
    private final LongSupplier nanos;
    private final Map<String, Long> missing = new HashMap<>();

    /**
     * What the fleet is like at one moment.
     *
     * @param seat this host's place among the holders of the CA key; 0 when it is none
     * @param others the other members' records
     * @param members the other members, as far as heard of
     * @param disagreeing living members that this host has not yet had the same resources as
     */
    public record View(
            int seat,
            SortedMap<String, MemberRecord> others,
            List<Member> members,
            Set<String> disagreeing) {}

    /**
     * Nobody leads yet.
     *
     * @param after how long a host must be no member for its resources to go
     */
    public FirstHolder(ResourceStore store, String self, Duration after, LongSupplier nanos) {
        this.store = store;
        this.self = self;
        this.after = after;
        this.nanos = nanos;
    }

    /** The member whose turn it is, whether it lives or not. */
    public Optional<String> holder(View view) {
        SortedMap<String, Integer> seats = new TreeMap<>();
        if (view.seat() > 0) {
            seats.put(self, view.seat());
        }
        view.others()
                .forEach(
                        (name, record) -> {
                            if (record.authority()) {
                                seats.put(name, Math.max(1, record.seat()));
                            }
                        });
        return seats.entrySet().stream()
                .min(
                        Comparator.comparingInt((Map.Entry<String, Integer> e) -> e.getValue())
                                .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    public boolean leads(View view) {
        return holder(view).filter(self::equals).isPresent() && view.disagreeing().isEmpty();
    }

    /** Why nobody leads; empty when somebody does. */
    public Optional<String> vacancy(View view) {
        Optional<String> holder = holder(view);
        if (holder.isEmpty()) {
            return Optional.of("no member holds the fleet's CA key, so nobody coordinates");
        }
        if (holder.get().equals(self)) {
            return view.disagreeing().stream()
                    .findFirst()
                    .map(name -> "this host coordinates, and has yet to hear from " + name);
        }
        boolean heard =
                view.members().stream().anyMatch(m -> m.name().equals(holder.get()) && m.alive());
        return heard
                ? Optional.empty()
                : Optional.of(holder.get() + ", which coordinates, is not heard of");
    }

    /** Whether a host has been no member for long enough. */
    public synchronized boolean gone(String node, View view) {
        if (!leads(view) || view.others().containsKey(node) || node.equals(self)) {
            missing.remove(node);
            return false;
        }
        long now = nanos.getAsLong();
        return now - missing.computeIfAbsent(node, n -> now) >= after.toNanos();
    }

    /** Changes this host's store, from where it goes to all. */
    public void commit(
            View view,
            List<Document> creates,
            Collection<ResourceKey> deletes,
            Collection<String> gone)
            throws FleetException {
        if (!leads(view)) {
            throw refused("this host does not coordinate the fleet");
        }
        for (String node : gone) {
            if (!gone(node, view)) {
                throw refused(node + " has come back");
            }
        }
        try {
            store.update(creates, deletes, ApplyOptions.DAEMON.asCreateOnly());
        } catch (StateException e) {
            throw new FleetException(FleetException.Kind.REFUSED, e.getMessage(), e);
        }
    }

    private static FleetException refused(String why) {
        return new FleetException(FleetException.Kind.REFUSED, why);
    }
}

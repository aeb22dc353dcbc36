package org.vibrissa.identity.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.state.TableWriter;

/**
 * The rows of the table of identities. A number that nobody uses any more stays a while, for
 * packets and hosts that still have it. Thread safe.
 */
final class Rows {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TableWriter<Integer, Identity> table;
    private final LongSupplier nanos;
    private final Map<Integer, Identity> rows = new TreeMap<>();
    private final Map<Integer, Long> leaving = new HashMap<>();
    private Set<Integer> fleet = new HashSet<>();

    Rows(TableWriter<Integer, Identity> table, LongSupplier nanos) {
        this.table = table;
        this.nanos = nanos;
        // What an earlier version of this bundle knew holds until this one knows better.
        for (Map.Entry<Integer, Identity> row : table.table().snapshot()) {
            rows.put(row.getKey(), row.getValue());
            if (row.getKey() >= Identity.FLEET_FIRST && row.getKey() <= Identity.FLEET_LAST) {
                fleet.add(row.getKey());
            }
        }
        for (ReservedIdentity reserved : ReservedIdentity.values()) {
            rows.putIfAbsent(reserved.number(), reserved.identity());
        }
        table.replaceAll(rows);
    }

    /** Makes the fleet's numbers these. */
    synchronized void fleet(Map<Integer, Labels> sets) {
        Map<Integer, Identity> puts = new HashMap<>();
        sets.forEach(
                (number, labels) -> {
                    leaving.remove(number);
                    Identity before = rows.get(number);
                    if (before == null || !before.labels().equals(labels)) {
                        puts.put(number, new Identity(number, labels));
                    }
                });
        long now = nanos.getAsLong();
        for (int number : fleet) {
            if (!sets.containsKey(number)) {
                leaving.put(number, now);
            }
        }
        fleet = new HashSet<>(sets.keySet());
        write(puts, Set.of());
    }

    /** Adds and changes rows of this host, and takes some away at once. */
    synchronized void local(Collection<Identity> puts, Collection<Integer> removes) {
        Map<Integer, Identity> byNumber = new HashMap<>();
        puts.forEach(identity -> byNumber.put(identity.number(), identity));
        write(byNumber, removes);
    }

    /** Takes away what has been left for long enough. */
    synchronized void sweep() {
        long now = nanos.getAsLong();
        List<Integer> gone = new ArrayList<>();
        leaving.forEach(
                (number, since) -> {
                    if (now - since >= LINGER_NANOS) {
                        gone.add(number);
                    }
                });
        gone.forEach(leaving::remove);
        write(Map.of(), gone);
    }

    private void write(Map<Integer, Identity> puts, Collection<Integer> removes) {
        if (!puts.isEmpty() || !removes.isEmpty()) {
            rows.putAll(puts);
            removes.forEach(rows::remove);
            table.update(puts, removes);
        }
    }

    void initialised() {
        table.initialised();
    }

    void close() {
        table.close();
    }
}

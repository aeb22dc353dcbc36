package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.policy.internal.engine.KernelRows.Reading;
import org.vibrissa.policy.internal.engine.KernelRows.Row;

/**
 * A set that an earlier daemon left, with its rows: 8 bytes a row, since there may be very many and
 * most say the same of different identities.
 */
final class FoundSet {
    private final int number;
    private final Optional<Reading> reading;
    private int[] identities = new int[8];
    private Line[] lines = new Line[8];
    private int size;

    /** Endpoints that point to it, and sets beside which it is judged. */
    private int users;

    /**
     * Without rows so far.
     *
     * @param reading empty when the daemon ended before it had written all of the set
     */
    FoundSet(int number, Optional<Reading> reading) {
        this.number = number;
        this.reading = reading;
    }

    /**
     * A row of it.
     *
     * @param line the same object for equal lines
     */
    void add(int identity, Line line) {
        if (size == identities.length) {
            identities = Arrays.copyOf(identities, size + (size >> 1));
            lines = Arrays.copyOf(lines, identities.length);
        }
        identities[size] = identity;
        lines[size++] = line;
    }

    int number() {
        return number;
    }

    Optional<Reading> reading() {
        return reading;
    }

    /** The set that is judged beside it; 0 = none. */
    int audit() {
        return reading.map(Reading::audit).orElse(0);
    }

    /** Whether it is read like that, but for the set beside it. */
    boolean reads(Reading other) {
        return reading.isPresent() && reading.get().beside(0).equals(other.beside(0));
    }

    int count() {
        return size;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(new Row(identities[i], lines[i]));
        }
        return rows;
    }

    /** Numbers of the rules that it is made of, as far as they mean somebody. */
    Set<Integer> rules() {
        Set<Integer> rules = new HashSet<>();
        for (int i = 0; i < size; i++) {
            rules.add(lines[i].rule());
        }
        return rules;
    }

    /** What makes it say what these rows do. */
    RowDiff differences(Rows wanted) {
        Map<Integer, List<Line>> before = new HashMap<>();
        for (int i = 0; i < size; i++) {
            before.computeIfAbsent(identities[i], k -> new ArrayList<>()).add(lines[i]);
        }
        RowDiff differences = new RowDiff();
        wanted.forEach(
                (after, identity) -> {
                    List<Line> found = before.remove(identity);
                    differences.add(identity, found == null ? List.of() : found, after);
                });
        before.forEach((identity, found) -> differences.add(identity, found, List.of()));
        return differences;
    }

    void use() {
        users++;
    }

    /** Whether that was its last user. */
    boolean leave() {
        return --users == 0;
    }

    int users() {
        return users;
    }
}

package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.vibrissa.policy.internal.rule.Direction;

/** The kernel's maps as plain maps, with the kernel's way to look at them. */
public final class RowsInMemory implements KernelRows {
    /** What the kernel says. */
    public enum Answer {
        OPEN,
        ALLOWED,
        UNMATCHED,
        REFUSED
    }

    private record Key(
            int set, int identity, Direction direction, int protocol, int bits, int port) {}

    private final int capacity;
    private final Map<Key, Line> rows = new HashMap<>();
    private final Map<Integer, Reading> sets = new HashMap<>();
    private final Map<Integer, Integer> pointers = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private int generation;
    private int most;
    private Runnable afterEachStep = () -> {};

    public RowsInMemory(int capacity) {
        this.capacity = capacity;
    }

    /** Runs after each single change, as packets do. */
    void afterEachStep(Runnable look) {
        afterEachStep = look;
    }

    List<String> steps() {
        return steps;
    }

    int generation() {
        return generation;
    }

    int size() {
        return rows.size();
    }

    int most() {
        return most;
    }

    int setOf(int endpoint) {
        return pointers.getOrDefault(endpoint, 0);
    }

    @Override
    public Map<Integer, Reading> sets() {
        return sets;
    }

    /** All rows of one set without its number. */
    Set<String> rowsOf(int set) {
        return rows.entrySet().stream()
                .filter(e -> e.getKey().set() == set)
                .map(
                        e ->
                                e.getKey().identity()
                                        + " "
                                        + e.getValue().direction()
                                        + " "
                                        + e.getKey().protocol()
                                        + " "
                                        + e.getKey().bits()
                                        + " "
                                        + e.getKey().port()
                                        + " "
                                        + e.getValue().deny())
                .collect(java.util.stream.Collectors.toSet());
    }

    /** As vib_policy_verdict of policy.h. */
    public Answer ask(int endpoint, int identity, Direction direction, int protocol, int port) {
        return askSet(setOf(endpoint), identity, direction, protocol, port);
    }

    /** The same of one set, whether or not anybody points to it. */
    public Answer askSet(int set, int identity, Direction direction, int protocol, int port) {
        if (set == 0) {
            return Answer.OPEN;
        }
        Reading reading = sets.get(set);
        Line own = longest(set, identity, direction, protocol, port);
        Line any = longest(set, 0, direction, protocol, port);
        if ((own != null && own.deny()) || (any != null && any.deny())) {
            return Answer.REFUSED;
        }
        if (own != null || any != null) {
            return Answer.ALLOWED;
        }
        boolean enforced = direction == Direction.INGRESS ? reading.ingress() : reading.egress();
        return enforced ? Answer.UNMATCHED : Answer.OPEN;
    }

    private Line longest(int set, int identity, Direction direction, int protocol, int port) {
        for (int bits = 24; bits >= 8; bits--) {
            int free = 16 - (bits - 8);
            Line found =
                    rows.get(
                            new Key(
                                    set,
                                    identity,
                                    direction,
                                    protocol,
                                    bits,
                                    port >>> free << free));
            if (found != null) {
                return found;
            }
        }
        return rows.get(new Key(set, identity, direction, 0, 0, 0));
    }

    private static Key key(int set, Row row) {
        Line line = row.line();
        return new Key(
                set, row.identity(), line.direction(), line.protocol(), line.bits(), line.port());
    }

    private void step(String what) {
        steps.add(what);
        most = Math.max(most, rows.size());
        afterEachStep.run();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void forEachRow(ObjIntConsumer<Row> visitor) {
        Map.copyOf(rows)
                .forEach((key, line) -> visitor.accept(new Row(key.identity(), line), key.set()));
    }

    @Override
    public void putRows(int set, List<Row> more) {
        for (Row row : more) {
            rows.put(key(set, row), row.line());
            if (rows.size() > capacity) {
                throw new AssertionError("the map overflows");
            }
            step("put");
        }
    }

    @Override
    public void deleteRows(int set, List<Row> less) {
        for (Row row : less) {
            if (rows.remove(key(set, row)) == null) {
                throw new AssertionError("no such row: " + row);
            }
            step("delete");
        }
    }

    @Override
    public void putSet(int set, Reading reading) {
        sets.put(set, reading);
        step("set");
    }

    @Override
    public void deleteSet(int set) {
        if (pointers.containsValue(set)) {
            throw new AssertionError("set " + set + " is in use");
        }
        sets.remove(set);
        step("delete set");
    }

    @Override
    public void point(Map<Integer, Integer> setOfEndpoint) {
        new LinkedHashMap<>(setOfEndpoint)
                .forEach(
                        (endpoint, set) -> {
                            if (set != 0 && !sets.containsKey(set)) {
                                throw new AssertionError("set " + set + " is not there yet");
                            }
                            pointers.put(endpoint, set);
                            step("flip");
                        });
    }

    @Override
    public Map<Integer, Integer> pointed() {
        return Map.copyOf(pointers);
    }

    @Override
    public void advance() {
        generation++;
        step("advance");
    }
}

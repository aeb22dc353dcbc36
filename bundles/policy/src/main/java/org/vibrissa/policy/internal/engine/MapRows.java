package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.vibrissa.datapath.Generation;
import org.vibrissa.policy.internal.kernel.PolicyKey;
import org.vibrissa.policy.internal.kernel.PolicyMaps;
import org.vibrissa.policy.internal.kernel.PolicySetState;
import org.vibrissa.policy.internal.kernel.PolicyValue;

/** The engine's rows in the kernel's maps. */
public final class MapRows implements KernelRows {
    /** At once, so that the objects for a call stay few. */
    private static final int BATCH = 8192;

    private final PolicyMaps maps;
    private final Generation generation;

    public MapRows(PolicyMaps maps, Generation generation) {
        this.maps = maps;
        this.generation = generation;
    }

    @Override
    public int capacity() {
        return maps.capacity();
    }

    @Override
    public Map<Integer, Reading> sets() {
        Map<Integer, Reading> sets = new HashMap<>();
        maps.sets()
                .forEach(
                        (set, state) ->
                                sets.put(
                                        set,
                                        new Reading(
                                                state.ingress(),
                                                state.egress(),
                                                state.audit(),
                                                state.reject(),
                                                state.auditSet())));
        return sets;
    }

    @Override
    public void forEachRow(ObjIntConsumer<Row> visitor) {
        maps.forEachRow((key, value) -> visitor.accept(row(key, value), key.set()));
    }

    private static Row row(PolicyKey key, PolicyValue value) {
        boolean any = key.protocol() == PolicyKey.ANY_PROTOCOL;
        return new Row(
                key.identity(),
                new Line(
                        key.direction(),
                        any ? 0 : key.protocol(),
                        any ? Line.ANY_PROTOCOL : Line.ANY_PORT + key.portBits(),
                        key.port(),
                        value.deny(),
                        value.rule()));
    }

    @Override
    public void putRows(int set, List<Row> rows) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            Map<PolicyKey, PolicyValue> batch = new LinkedHashMap<>();
            for (Row row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
                batch.put(key(set, row), value(row));
            }
            maps.put(batch);
        }
    }

    @Override
    public void deleteRows(int set, List<Row> rows) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<PolicyKey> batch = new ArrayList<>();
            for (Row row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
                batch.add(key(set, row));
            }
            maps.delete(batch);
        }
    }

    private static PolicyKey key(int set, Row row) {
        Line line = row.line();
        boolean any = line.bits() == Line.ANY_PROTOCOL;
        return new PolicyKey(
                set,
                row.identity(),
                line.direction(),
                any ? PolicyKey.ANY_PROTOCOL : line.protocol(),
                line.port(),
                any ? 0 : line.bits() - Line.ANY_PORT);
    }

    private static PolicyValue value(Row row) {
        return new PolicyValue(row.line().rule(), row.line().deny(), match(row));
    }

    /** Hubble's policy match type. */
    private static int match(Row row) {
        boolean known = row.identity() != Rows.ANYBODY;
        return switch (row.line().bits()) {
            case Line.ANY_PROTOCOL -> known ? 1 : 4;
            case Line.ANY_PORT -> known ? 5 : 6;
            default -> known ? 2 : 3;
        };
    }

    @Override
    public void putSet(int set, Reading reading) {
        maps.putSet(
                set,
                new PolicySetState(
                        reading.ingress(),
                        reading.egress(),
                        reading.reject(),
                        reading.auditOnly(),
                        reading.audit()));
    }

    @Override
    public void deleteSet(int set) {
        maps.deleteSet(set);
    }

    @Override
    public void point(Map<Integer, Integer> setOfEndpoint) {
        setOfEndpoint.forEach(maps::flip);
    }

    @Override
    public Map<Integer, Integer> pointed() {
        return maps.inForce();
    }

    @Override
    public void advance() {
        generation.advance();
    }
}

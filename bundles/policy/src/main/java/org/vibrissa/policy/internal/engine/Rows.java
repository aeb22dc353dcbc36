package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.vibrissa.policy.internal.engine.KernelRows.Row;

/** What a set says of each identity: identities in rising order with their lines. */
final class Rows {
    /** Identity 0 stands for whoever. */
    static final int ANYBODY = 0;

    private int[] identities = new int[0];
    private Object[] lines = new Object[0];
    private int size;
    private int count;

    /** The lines of one identity; empty when nothing is said of it. */
    List<Line> of(int identity) {
        int at = Arrays.binarySearch(identities, 0, size, identity);
        return at < 0 ? List.of() : lines(at);
    }

    @SuppressWarnings("unchecked")
    private List<Line> lines(int at) {
        return (List<Line>) lines[at];
    }

    /** Says this of an identity; an empty list says nothing. */
    void put(int identity, List<Line> said) {
        int at = Arrays.binarySearch(identities, 0, size, identity);
        if (at >= 0) {
            count += said.size() - lines(at).size();
            if (said.isEmpty()) {
                remove(at);
            } else {
                lines[at] = said;
            }
        } else if (!said.isEmpty()) {
            insert(-at - 1, identity, said);
            count += said.size();
        }
    }

    private void insert(int at, int identity, List<Line> said) {
        if (size == identities.length) {
            int room = Math.max(8, size + (size >> 1));
            identities = Arrays.copyOf(identities, room);
            lines = Arrays.copyOf(lines, room);
        }
        System.arraycopy(identities, at, identities, at + 1, size - at);
        System.arraycopy(lines, at, lines, at + 1, size - at);
        identities[at] = identity;
        lines[at] = said;
        size++;
    }

    private void remove(int at) {
        System.arraycopy(identities, at + 1, identities, at, size - at - 1);
        System.arraycopy(lines, at + 1, lines, at, size - at - 1);
        size--;
        lines[size] = null;
    }

    /** Rows in the kernel. */
    int count() {
        return count;
    }

    void forEach(ObjIntConsumer<List<Line>> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(lines(i), identities[i]);
        }
    }

    /** One by one, in order of identity. */
    List<Row> list() {
        List<Row> rows = new ArrayList<>(count);
        forEach((said, identity) -> said.forEach(line -> rows.add(new Row(identity, line))));
        return rows;
    }

    /** All identities of which something is said. */
    List<Integer> identities() {
        List<Integer> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(identities[i]);
        }
        return all;
    }
}

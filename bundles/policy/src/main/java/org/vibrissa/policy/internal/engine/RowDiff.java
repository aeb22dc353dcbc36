package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.policy.internal.engine.KernelRows.Row;

/**
 * Changes of rows within one set, in an order in which every packet meets an answer of before or of
 * after: denials come first and go last.
 */
final class RowDiff {
    private final List<Row> denied = new ArrayList<>();
    private final List<Row> allowed = new ArrayList<>();
    private final List<Row> allowedNoMore = new ArrayList<>();
    private final List<Row> deniedNoMore = new ArrayList<>();

    void add(int identity, List<Line> before, List<Line> after) {
        for (Line line : after) {
            if (!before.contains(line)) {
                (line.deny() ? denied : allowed).add(new Row(identity, line));
            }
        }
        for (Line line : before) {
            if (after.stream().noneMatch(line::sameKey)) {
                (line.deny() ? deniedNoMore : allowedNoMore).add(new Row(identity, line));
            }
        }
    }

    boolean isEmpty() {
        return denied.isEmpty()
                && allowed.isEmpty()
                && allowedNoMore.isEmpty()
                && deniedNoMore.isEmpty();
    }

    void write(int set, KernelRows kernel) {
        kernel.putRows(set, denied);
        kernel.deleteRows(set, allowedNoMore);
        kernel.putRows(set, allowed);
        kernel.deleteRows(set, deniedNoMore);
    }
}

package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.vibrissa.policy.internal.engine.KernelRows.Row;

/**
 * Changes of rows within one set, in an order in which every packet meets an answer of before or of
 * after: denials come first and go last, and nothing goes before all has come.
 */
final class RowDiff {
    /** From here on looking through a list takes longer than a set of it. */
    private static final int LONG = 8;

    private final List<Row> denied = new ArrayList<>();
    private final List<Row> allowed = new ArrayList<>();
    private final List<Row> allowedNoMore = new ArrayList<>();
    private final List<Row> deniedNoMore = new ArrayList<>();
    private int more;
    private boolean verdicts;

    void add(int identity, List<Line> before, List<Line> after) {
        Collection<Line> known = before.size() > LONG ? new HashSet<>(before) : before;
        Collection<Line> wanted = after.size() > LONG ? new HashSet<>(after) : after;
        List<Line> news = after.stream().filter(line -> !known.contains(line)).toList();
        List<Line> olds = before.stream().filter(line -> !wanted.contains(line)).toList();
        for (Line line : news) {
            (line.deny() ? denied : allowed).add(new Row(identity, line));
            List<Line> replaced = olds.stream().filter(line::sameKey).toList();
            more += replaced.isEmpty() ? 1 : 0;
            verdicts |= replaced.stream().noneMatch(old -> old.deny() == line.deny());
        }
        for (Line line : olds) {
            if (news.stream().noneMatch(line::sameKey)) {
                (line.deny() ? deniedNoMore : allowedNoMore).add(new Row(identity, line));
                verdicts = true;
            }
        }
    }

    boolean isEmpty() {
        return denied.isEmpty()
                && allowed.isEmpty()
                && allowedNoMore.isEmpty()
                && deniedNoMore.isEmpty();
    }

    /** Rows that it needs room for. */
    int more() {
        return more;
    }

    /** Whether some packet is judged otherwise, and not only in the name of another rule. */
    boolean changesVerdicts() {
        return verdicts;
    }

    void write(int set, KernelRows kernel) {
        kernel.putRows(set, denied);
        kernel.putRows(set, allowed);
        kernel.deleteRows(set, allowedNoMore);
        kernel.deleteRows(set, deniedNoMore);
    }
}

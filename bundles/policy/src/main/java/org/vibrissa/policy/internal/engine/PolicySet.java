package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Protocol;

/**
 * The rules that hold for some endpoints, and the rows that follow from them. The rules never
 * change; rows do as identities come and go. Compared by identity.
 */
final class PolicySet {
    private static final int FLEET_PORT_BITS = Line.ANY_PORT + 16;

    private final int number;
    private final SetKey key;
    private final List<NumberedRule> rules = new ArrayList<>();
    private final Set<Selection> selections = new LinkedHashSet<>();
    private final Map<List<Integer>, List<Line>> known = new HashMap<>();
    private final Rows rows = new Rows();
    private final HostPaths paths;
    private int users;

    /** Computes its rows from whom selections mean now. */
    PolicySet(int number, SetKey key, HostPaths paths) {
        this.number = number;
        this.key = key;
        this.paths = paths;
        key.policies().forEach(policy -> rules.addAll(policy.rules()));
        for (NumberedRule rule : rules) {
            selections.addAll(rule.selections());
        }
        selections.forEach(selection -> selection.sets().add(this));
        fill();
    }

    private void fill() {
        Map<Integer, Matched> matched = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            int index = i;
            for (Selection selection : rules.get(i).selections()) {
                if (selection.isAnybody()) {
                    matched.computeIfAbsent(Rows.ANYBODY, k -> new Matched()).add(index);
                }
                selection
                        .members()
                        .forEach(id -> matched.computeIfAbsent(id, k -> new Matched()).add(index));
            }
        }
        extras().forEach(id -> matched.computeIfAbsent(id, k -> new Matched()));
        matched.forEach((identity, which) -> rows.put(identity, lines(identity, which.list())));
    }

    /** Indexes of rules in rising order, without doubles. */
    private static final class Matched {
        private int[] indexes = new int[4];
        private int size;

        void add(int index) {
            if (size > 0 && indexes[size - 1] == index) {
                return;
            }
            if (size == indexes.length) {
                indexes = Arrays.copyOf(indexes, size * 2);
            }
            indexes[size++] = index;
        }

        List<Integer> list() {
            List<Integer> list = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                list.add(indexes[i]);
            }
            return list;
        }
    }

    int number() {
        return number;
    }

    SetKey key() {
        return key;
    }

    Rows rows() {
        return rows;
    }

    /** What the rows of an identity should be now. */
    List<Line> compute(int identity) {
        List<Integer> matched = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            NumberedRule rule = rules.get(i);
            if (identity == Rows.ANYBODY ? rule.meansAnybody() : rule.means(identity)) {
                matched.add(i);
            }
        }
        return lines(identity, matched);
    }

    /** Identities share their lines where the same rules mean them. */
    private List<Line> lines(int identity, List<Integer> matched) {
        List<Line> extra = extra(identity);
        if (!extra.isEmpty()) {
            List<Line> lines =
                    new ArrayList<>(
                            Lines.of(matched.stream().map(rules::get).toList(), key.ports()));
            for (Line line : extra) {
                if (lines.stream()
                        .noneMatch(l -> l.sameKey(line) || (l.deny() && l.covers(line)))) {
                    lines.add(line);
                }
            }
            return List.copyOf(lines);
        }
        return known.computeIfAbsent(
                matched, m -> Lines.of(m.stream().map(rules::get).toList(), key.ports()));
    }

    private Set<Integer> extras() {
        Set<Integer> identities = new LinkedHashSet<>();
        if (key.flags().fromHost()) {
            identities.add(ReservedIdentity.HOST.number());
        }
        if (key.flags().ofHost()) {
            identities.add(ReservedIdentity.REMOTE_NODE.number());
        }
        return identities;
    }

    /** What holds beside the rules, unless a rule denies it. */
    private List<Line> extra(int identity) {
        List<Line> lines = new ArrayList<>();
        if (key.flags().fromHost() && identity == ReservedIdentity.HOST.number()) {
            lines.add(
                    new Line(
                            Direction.INGRESS, 0, Line.ANY_PROTOCOL, 0, false, RuleBook.FROM_HOST));
        }
        if (key.flags().ofHost() && identity == ReservedIdentity.REMOTE_NODE.number()) {
            for (int port : paths.tunnelPorts()) {
                for (Direction direction : Direction.values()) {
                    lines.add(
                            new Line(
                                    direction,
                                    Protocol.UDP.number(),
                                    FLEET_PORT_BITS,
                                    port,
                                    false,
                                    RuleBook.HOST_PATHS));
                }
            }
        }
        return lines;
    }

    /** One more endpoint, or audited set, uses it. */
    void retain() {
        users++;
    }

    /** Whether that was the last one. */
    boolean release() {
        return --users == 0;
    }

    boolean inUse() {
        return users > 0;
    }

    /** It follows identities no more. */
    void end() {
        selections.forEach(selection -> selection.sets().remove(this));
    }
}

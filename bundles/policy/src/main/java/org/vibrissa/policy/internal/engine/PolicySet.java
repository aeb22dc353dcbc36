package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that hold for some endpoints, and the rows that follow from them. The rules never
 * change; rows do as identities come and go. Compared by identity.
 */
final class PolicySet {
    private final SetKey key;
    private final List<NumberedRule> rules = new ArrayList<>();
    private final Set<Selection> selections = new LinkedHashSet<>();
    private final Map<List<Integer>, List<Line>> known = new HashMap<>();
    private final Rows rows = new Rows();
    private final DefaultDenials.Policies denying;
    private int number;
    private int users;

    /**
     * Computes its rows from whom selections mean now.
     *
     * @param besides what holds beside the policies, unless a rule of theirs denies it
     */
    PolicySet(int number, SetKey key, List<NumberedRule> besides) {
        this.number = number;
        this.key = key;
        denying = DefaultDenials.Policies.of(key.policies());
        key.policies().forEach(policy -> rules.addAll(policy.rules()));
        rules.addAll(besides);
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
        matched.forEach((identity, which) -> rows.put(identity, lines(which.list())));
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

    /** Its rows are in the kernel under another number already. */
    void adopt(int found) {
        number = found;
    }

    /** Whether it has all of these rules. */
    boolean hasRules(Set<Integer> numbers) {
        return rules.stream()
                .map(NumberedRule::number)
                .collect(Collectors.toSet())
                .containsAll(numbers);
    }

    SetKey key() {
        return key;
    }

    /** The policies of it that deny by default. */
    DefaultDenials.Policies denying() {
        return denying;
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
        return lines(matched);
    }

    /** Identities share their lines where the same rules mean them. */
    private List<Line> lines(List<Integer> matched) {
        return known.computeIfAbsent(
                matched, m -> Lines.of(m.stream().map(rules::get).toList(), key.ports()));
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

package org.vibrissa.policy.internal.rule;

import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;

/** One condition of a selector. */
public sealed interface Requirement {
    boolean matches(Labels labels);

    /** The key it speaks of. */
    Key key();

    /**
     * A label's key as a selector writes it.
     *
     * @param source which sources it takes: {@link Label#says}
     */
    record Key(LabelSource source, String name) {
        boolean is(Label label) {
            return label.key().equals(name) && Label.says(source, label.source());
        }

        @Override
        public String toString() {
            return source.text() + ":" + name;
        }
    }

    /**
     * Some label of this key has one of the values. {@code matchLabels} are these with one value.
     */
    record In(Key key, Set<String> values) implements Requirement {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Labels labels) {
            return labels.stream().anyMatch(l -> key.is(l) && values.contains(l.value()));
        }

        @Override
        public String toString() {
            return values.size() == 1
                    ? key + "=" + values.iterator().next()
                    : key + " in (" + sorted(values) + ")";
        }
    }

    /** No label of this key has one of the values; also where there is no such label. */
    record NotIn(Key key, Set<String> values) implements Requirement {
        public NotIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Labels labels) {
            return labels.stream().noneMatch(l -> key.is(l) && values.contains(l.value()));
        }

        @Override
        public String toString() {
            return key + " notin (" + sorted(values) + ")";
        }
    }

    /** There is a label of this key. */
    record Exists(Key key) implements Requirement {
        @Override
        public boolean matches(Labels labels) {
            return labels.stream().anyMatch(key::is);
        }

        @Override
        public String toString() {
            return key.toString();
        }
    }

    /** There is no label of this key. */
    record DoesNotExist(Key key) implements Requirement {
        @Override
        public boolean matches(Labels labels) {
            return labels.stream().noneMatch(key::is);
        }

        @Override
        public String toString() {
            return "!" + key;
        }
    }

    private static String sorted(Set<String> values) {
        return values.stream().sorted().collect(Collectors.joining(", "));
    }
}

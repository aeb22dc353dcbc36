package org.vibrissa.metrics.internal.collect;

import java.util.Arrays;
import java.util.List;

/** What tells a series from the others of its family. Immutable. */
public final class LabelValues {
    private final String[] values;
    private final int hash;

    LabelValues(String[] values) {
        this.values = values.clone();
        hash = Arrays.hashCode(this.values);
    }

    /** One value for all labels. */
    static LabelValues all(String value, int labels) {
        String[] values = new String[labels];
        Arrays.fill(values, value);
        return new LabelValues(values);
    }

    /** The value of the label at this place in the family's labels. */
    public String get(int place) {
        return values[place];
    }

    /** In the order of the family's labels. */
    public List<String> toList() {
        return List.of(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelValues that
                && hash == that.hash
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

package org.vibrissa.identity;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers and sets as a fleet agreed on them, as far as this host knows. Immutable.
 *
 * @param complete whether all that was agreed has been read
 * @param sets by number, 256..65535
 * @param refused sets this host uses that have no number, and why, for people
 */
public record Allotment(
        boolean complete, SortedMap<Integer, Labels> sets, Map<Labels, String> refused) {
    /** Nothing is known yet. */
    public static final Allotment UNKNOWN = new Allotment(false, new TreeMap<>(), Map.of());

    public Allotment {
        sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
        refused = Map.copyOf(refused);
    }
}

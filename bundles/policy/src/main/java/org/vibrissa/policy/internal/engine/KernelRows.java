package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the engine writes. Each call is in the kernel when it returns. Used by one thread. */
public interface KernelRows {
    /**
     * A line of one identity.
     *
     * @param identity 0 = whoever
     */
    record Row(int identity, Line line) {}

    /**
     * How a set is read.
     *
     * @param audit number of the set evaluated beside it, 0 = none
     */
    record Reading(boolean ingress, boolean egress, boolean auditOnly, boolean reject, int audit) {}

    /** Rows that there is room for. */
    int capacity();

    /** Sets that an earlier daemon left. */
    Set<Integer> foundSets();

    /** The highest rule number in rows of an earlier daemon, 0 when there is none. */
    int highestRule();

    /** Adds or changes rows, in this order. */
    void putRows(int set, List<Row> rows);

    /** Removes rows, in this order. */
    void deleteRows(int set, List<Row> rows);

    void putSet(int set, Reading reading);

    /** Removes a set that nothing points to. */
    void deleteSet(int set);

    /** Points endpoints to sets, one aligned word each; set 0 = nothing is enforced. */
    void point(Map<Integer, Integer> setOfEndpoint);

    /** Which endpoints an earlier daemon pointed to which sets. */
    Map<Integer, Integer> pointed();

    /** Removes the sets an earlier daemon left, with their rows. */
    void deleteFound(Set<Integer> sets);

    /** Makes flows look up again what they remember. */
    void advance();
}

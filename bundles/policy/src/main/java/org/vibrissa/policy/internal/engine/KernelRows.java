package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

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
    record Reading(boolean ingress, boolean egress, boolean auditOnly, boolean reject, int audit) {
        /** The same with another set beside it. */
        Reading beside(int other) {
            return new Reading(ingress, egress, auditOnly, reject, other);
        }
    }

    /** Rows that there is room for. */
    int capacity();

    /** The sets that are there, and how they are read. */
    Map<Integer, Reading> sets();

    /** Visits all rows that are there, with the number of their set. */
    void forEachRow(ObjIntConsumer<Row> visitor);

    /** Adds or changes rows, in this order. */
    void putRows(int set, List<Row> rows);

    /** Removes rows, in this order. */
    void deleteRows(int set, List<Row> rows);

    void putSet(int set, Reading reading);

    /** Removes a set that nothing points to; no error when it is not there. */
    void deleteSet(int set);

    /** Points endpoints to sets, one aligned word each; set 0 = nothing is enforced. */
    void point(Map<Integer, Integer> setOfEndpoint);

    /** Which endpoints point to which sets; those that point to none are left out. */
    Map<Integer, Integer> pointed();

    /** Makes flows look up again what they remember. */
    void advance();
}

package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/**
 * Takes events out of the log and counts them. One thread takes; others read in between, as the
 * lock is held for a batch at most.
 */
final class FlowTally {
    static final MetricFamily FOLDED =
            MetricFamily.counter(
                    "vibrissa_metrics_folded_events",
                    "Events counted under the value other, for the metric has as many series as"
                            + " metrics.series-limit allows.",
                    "metric");

    private static final Logger LOG = LoggerFactory.getLogger(FlowTally.class);
    private static final int BATCH = 256;

    private final FlowMetrics metrics;
    private final Facts facts;
    private long taken;
    private long counted;
    private long lost;
    private long failed;

    FlowTally(FlowMetrics metrics, FlowNames names) {
        this.metrics = metrics;
        facts = new Facts(names);
    }

    /** Counts what there is, up to a batch; returns how many events. */
    synchronized int drain(FlowCursor cursor) {
        int events = 0;
        while (events < BATCH && cursor.next()) {
            events++;
            count(cursor);
        }
        long overwritten = cursor.takeLost();
        taken += events + overwritten;
        lost += overwritten;
        return events;
    }

    private void count(FlowCursor cursor) {
        try {
            facts.of(cursor.event());
            List<FlowMetric> all = metrics.all();
            for (int i = 0; i < all.size(); i++) { // An iterator would be an object an event.
                all.get(i).count(facts);
            }
            counted++;
        } catch (RuntimeException e) {
            if (failed++ == 0) {
                LOG.warn("an event could not be counted", e);
            }
        }
    }

    synchronized FlowAccount.Reading read() {
        return new FlowAccount.Reading(taken, counted, 0, lost + failed, 0);
    }

    /** Events that were overwritten before they were counted. */
    synchronized long lost() {
        return lost;
    }

    synchronized void tell(MetricSink sink) {
        for (FlowMetric metric : metrics.all()) {
            metric.table().tell(sink);
            if (metric.table().folded() > 0) {
                sink.put(FOLDED, metric.table().folded(), metric.table().family().shownName());
            }
        }
    }
}

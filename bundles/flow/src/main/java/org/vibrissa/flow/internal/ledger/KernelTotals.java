package org.vibrissa.flow.internal.ledger;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.flow.FlowLedger.Loss;
import org.vibrissa.flow.internal.bpf.Counts;

/**
 * What the stage counted, over all CPUs.
 *
 * @param seen notable packets that came to it
 * @param lost by cause and CPU, without those that are 0
 * @param cpus how many CPUs there are: each may be in the midst of an event
 */
record KernelTotals(
        long produced,
        long traces,
        long drops,
        long verdicts,
        long seen,
        long lostSum,
        List<Loss> lost,
        int cpus) {
    static final String RING_FULL = "ring-full";
    static final String RATE_LIMIT = "rate-limit";

    static KernelTotals of(List<Counts> perCpu) {
        long produced = 0;
        long traces = 0;
        long drops = 0;
        long verdicts = 0;
        long seen = 0;
        long sum = 0;
        List<Loss> lost = new ArrayList<>();
        for (int cpu = 0; cpu < perCpu.size(); cpu++) {
            Counts counts = perCpu.get(cpu);
            produced += counts.produced();
            traces += counts.traces();
            drops += counts.drops();
            verdicts += counts.verdicts();
            seen += counts.seen();
            sum += counts.lostFull() + counts.lostLimited();
            add(lost, RING_FULL, cpu, counts.lostFull());
            add(lost, RATE_LIMIT, cpu, counts.lostLimited());
        }
        return new KernelTotals(
                produced, traces, drops, verdicts, seen, sum, List.copyOf(lost), perCpu.size());
    }

    private static void add(List<Loss> lost, String cause, int cpu, long events) {
        if (events != 0) {
            lost.add(new Loss(cause, cpu, events));
        }
    }

    /** Events that went into the ring. */
    long written() {
        return produced - lostSum;
    }
}

package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Locale;
import org.vibrissa.flow.FlowKind;

/** Counts events as fast as it can and prints how many a second, a line a round. */
public final class CountLoad {
    private static final int EVENTS = 1_000_000;

    private CountLoad() {}

    /**
     * Counts.
     *
     * @param args rounds, then items of {@code metrics.hubble}
     */
    public static void main(String[] args) {
        FlowMetrics metrics =
                FlowMetrics.of(List.of(args).subList(1, args.length), Integer.MAX_VALUE);
        Facts facts = new Facts(new TestNames());
        for (int round = 0; round < Integer.parseInt(args[0]); round++) {
            long begun = System.nanoTime();
            count(metrics.all(), facts);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(Locale.ROOT, "%.0f%n", EVENTS / seconds);
        }
    }

    private static void count(List<FlowMetric> metrics, Facts facts) {
        TestEvent event = new TestEvent();
        for (int i = 0; i < EVENTS; i++) {
            event.destinationPort = 1 + (i & 127);
            event.source = 0x0a000000L + (i & 255);
            event.kind = (i & 7) == 0 ? FlowKind.POLICY_VERDICT : FlowKind.TRACE;
            facts.of(event);
            for (int m = 0; m < metrics.size(); m++) {
                metrics.get(m).count(facts);
            }
        }
    }
}

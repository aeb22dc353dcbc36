package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Locale;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;

/** Counts what a log holds as fast as it can and prints how many a second, a line a round. */
public final class CountLoad {
    /** Of a log that is full, and fits into what a daemon has. */
    private static final int EVENTS = (1 << 19) - 1;

    private CountLoad() {}

    /**
     * Counts.
     *
     * @param args rounds, then items of {@code metrics.hubble}
     */
    public static void main(String[] args) {
        FlowMetrics metrics =
                FlowMetrics.of(List.of(args).subList(1, args.length), Integer.MAX_VALUE);
        FlowTally tally = new FlowTally(metrics, new TestNames());
        FlowLog log = log();
        for (int round = 0; round < Integer.parseInt(args[0]); round++) {
            FlowCursor cursor = log.fromOldest("load");
            long begun = System.nanoTime();
            while (tally.drain(cursor) > 0) {
                // There is more.
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(Locale.ROOT, "%.0f%n", EVENTS / seconds);
            cursor.close();
        }
    }

    /** Of connections from 256 addresses to 128 ports, an eighth of them verdicts. */
    private static FlowLog log() {
        MadeFlowLog log = new MadeFlowLog(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            MadeEvent event =
                    (i & 7) == 0 ? MadeEvent.policyVerdict(true, 1, 0, 2) : MadeEvent.trace();
            log.write(event.from("10.0.0." + (i & 255), 40_000).to("10.0.0.2", 1 + (i & 127)));
        }
        return log.log();
    }
}

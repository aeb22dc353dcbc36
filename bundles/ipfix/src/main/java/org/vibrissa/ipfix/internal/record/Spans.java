package org.vibrissa.ipfix.internal.record;

import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowEvent;

/**
 * When each flow's last event was, for the begin of the next. It forgets: flows share a fixed
 * number of places, and one that is not known any more begins where it ends.
 */
final class Spans {
    private static final int PLACES = 1 << 14;

    private final long[] flows = new long[PLACES];
    private final long[] ends = new long[PLACES];

    /** When the packets that this event counts began, ms since 1970, never after its own time. */
    long startMillis(FlowEvent event) {
        long now = event.timeNanos() / 1_000_000;
        long flow = fingerprint(event);
        int place = (int) (flow >>> 32) & (PLACES - 1);
        boolean first =
                event.has(FlowCause.START)
                        || event.has(FlowCause.REPLY)
                        || event.packets() <= 1
                        || flows[place] != flow;
        long start = first ? now : Math.min(ends[place], now);
        flows[place] = flow;
        ends[place] = now;
        return start;
    }

    private static long fingerprint(FlowEvent event) {
        long mixed = event.protocol();
        mixed = mix(mixed, event.sourceHigh());
        mixed = mix(mixed, event.sourceLow());
        mixed = mix(mixed, event.destinationHigh());
        mixed = mix(mixed, event.destinationLow());
        return mix(mixed, ((long) event.sourcePort() << 16) | event.destinationPort());
    }

    private static long mix(long before, long value) {
        long mixed = (before ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}

package org.vibrissa.datapath.internal.pipeline;

import java.util.List;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.internal.bpf.Scratch;

/** Sums the per-CPU counters of a slot. */
final class SlotCounters {
    private SlotCounters() {}

    static SlotInfo info(Place place, Stage stage, int programId, List<Scratch> perCpu) {
        int index = place.chain().ordinal() * Slots.COUNT + place.slot();
        long hits = 0;
        long nanos = 0;
        long samples = 0;
        long clockNanos = 0;
        long clockSamples = 0;
        for (Scratch scratch : perCpu) {
            hits += scratch.hits()[index];
            nanos += scratch.ns()[index];
            samples += scratch.nsCount()[index];
            clockNanos += scratch.clockNs();
            clockSamples += scratch.clockCount();
        }
        double clock = clockSamples == 0 ? 0 : (double) clockNanos / clockSamples;
        double mean = samples == 0 ? 0 : Math.max(0.1, (double) nanos / samples - clock);
        return new SlotInfo(
                place.chain(),
                place.slot(),
                stage.name(),
                stage.owner(),
                stage.version(),
                programId,
                hits,
                stage.writeNanos(),
                mean);
    }
}

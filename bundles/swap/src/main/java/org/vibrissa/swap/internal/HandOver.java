package org.vibrissa.swap.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.swap.SwapFailed;

/** Whether the new version has taken over every slot the old one held. */
final class HandOver {
    /** Longer than any packet is in a stage; what runs in the old one has left it then. */
    private static final long DRAIN_MILLIS = 20;

    private final Pipeline pipeline;

    HandOver(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Slots of one bundle at one time. */
    record Slots(String owner, List<SlotInfo> slots) {
        List<String> places() {
            return slots.stream().map(s -> s.chain().label() + " " + s.slot()).toList();
        }

        long hits() {
            return slots.stream().mapToLong(SlotInfo::hits).sum();
        }
    }

    Slots slotsOf(String owner) {
        return new Slots(
                owner, pipeline.slots().stream().filter(s -> s.owner().equals(owner)).toList());
    }

    /**
     * @throws SwapFailed naming the slots that are still the old version's
     */
    void check(Slots before, Version version) {
        List<SlotInfo> now = slotsOf(before.owner()).slots();
        String left =
                before.slots().stream()
                        .filter(old -> now.stream().noneMatch(s -> takes(s, old, version)))
                        .map(old -> old.chain().label() + " " + old.slot())
                        .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            throw new SwapFailed(
                    "hand-over",
                    "%s %s did not take over slot %s".formatted(before.owner(), version, left),
                    "the version before stays in force");
        }
    }

    private static boolean takes(SlotInfo now, SlotInfo old, Version version) {
        return now.chain() == old.chain()
                && now.slot() == old.slot()
                && now.version().equals(version.toString());
    }

    /** Lets packets that are inside the old stages leave them. */
    void drain() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS));
    }

    /** How long it took to put the stages in force that stand there now. */
    long micros(Slots before) {
        return slotsOf(before.owner()).slots().stream()
                        .mapToLong(SlotInfo::writeNanos)
                        .max()
                        .orElse(0)
                / 1000;
    }

    long packetsSince(Slots before) {
        return Math.max(0, slotsOf(before.owner()).hits() - before.hits());
    }
}

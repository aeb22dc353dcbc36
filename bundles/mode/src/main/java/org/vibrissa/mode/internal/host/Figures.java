package org.vibrissa.mode.internal.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.node.ForwardMode;

/**
 * What was counted on this host during a change. Kept in memory: after a restart in between there
 * is nothing to tell, and nothing is told.
 */
public final class Figures {
    private final Traffics traffics;
    private final LongSupplier flows;
    private final LongSupplier drops;
    private final Map<String, Begin> begins = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> ends = new ConcurrentHashMap<>();

    private record Begin(Map<String, ForwardMode.Traffic> traffic, long drops) {}

    /**
     * Over these counters.
     *
     * @param flows tracked flows now
     * @param drops packets that the datapath has dropped so far
     */
    public Figures(Traffics traffics, LongSupplier flows, LongSupplier drops) {
        this.traffics = traffics;
        this.flows = flows;
        this.drops = drops;
    }

    /** Counts from here. */
    public void begin(SwapRecord swap) {
        Map<String, ForwardMode.Traffic> traffic = new ConcurrentHashMap<>();
        for (String mode : modes(swap)) {
            traffics.of(mode).ifPresent(counted -> traffic.put(mode, counted));
        }
        begins.clear();
        ends.clear();
        begins.put(swap.id(), new Begin(traffic, drops.getAsLong()));
    }

    /**
     * What was counted from {@link #begin} to the first call; without what was not measured. To be
     * called before a mode is taken back, whose counters go with it.
     */
    public ObjectNode end(SwapRecord swap) {
        return ends.computeIfAbsent(swap.id(), id -> since(swap)).deepCopy();
    }

    private ObjectNode since(SwapRecord swap) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("flows", flows.getAsLong());
        Begin begin = begins.get(swap.id());
        if (begin == null) {
            return node;
        }
        node.put("dropped", drops.getAsLong() - begin.drops());
        ObjectNode packets = node.putObject("packets");
        for (String mode : modes(swap)) {
            ForwardMode.Traffic before = begin.traffic().get(mode);
            traffics.of(mode)
                    .filter(now -> before != null)
                    .ifPresent(
                            now ->
                                    packets.putObject(mode)
                                            .put("sent", now.sentPackets() - before.sentPackets())
                                            .put(
                                                    "received",
                                                    now.receivedPackets()
                                                            - before.receivedPackets()));
        }
        return node;
    }

    private static List<String> modes(SwapRecord swap) {
        List<String> modes = new ArrayList<>(List.of(swap.to()));
        if (!swap.from().isEmpty() && !swap.from().equals(swap.to())) {
            modes.add(0, swap.from());
        }
        return modes;
    }
}

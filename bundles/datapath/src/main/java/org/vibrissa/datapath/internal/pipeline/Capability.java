package org.vibrissa.datapath.internal.pipeline;

import java.util.List;
import java.util.stream.IntStream;
import org.vibrissa.datapath.Slots;

/**
 * What stages need of earlier ones and provide for later ones: {@code VIB_CAP_*} in C. The ordinal
 * is the bit.
 */
enum Capability {
    SOURCE("the checked source", Slots.CONNTRACK),
    CT("the state of the flow", Slots.CONNTRACK),
    IDENTITY("the identities", Slots.IPCACHE),
    VERDICT("the policy's verdict", Slots.POLICY),
    FORWARD("the way to other hosts", Slots.FORWARD_VXLAN, Slots.FORWARD_VENDOR),
    DELIVER("the way to local endpoints", Slots.DELIVER),
    COMMIT("the flow's entry", Slots.COMMIT),
    TRACE("flow events", Slots.TRACE);

    private final String meaning;
    private final int firstSlot;
    private final int lastSlot;

    Capability(String meaning, int slot) {
        this(meaning, slot, slot);
    }

    Capability(String meaning, int firstSlot, int lastSlot) {
        this.meaning = meaning;
        this.firstSlot = firstSlot;
        this.lastSlot = lastSlot;
    }

    /** As in C, with what it means. */
    static String describe(int bit) {
        return bit < values().length
                ? "VIB_CAP_" + values()[bit] + " (" + values()[bit].meaning + ")"
                : "capability bit " + bit;
    }

    /** The slots whose stages are there to provide a bit; none for a bit that is not ours. */
    static List<Integer> slots(int bit) {
        if (bit >= values().length) {
            return List.of();
        }
        Capability one = values()[bit];
        return IntStream.rangeClosed(one.firstSlot, one.lastSlot).boxed().toList();
    }
}

package org.vibrissa.datapath.internal.pipeline;

import java.util.Map;
import java.util.function.IntConsumer;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ProgArray;

/**
 * One chain's slots, and a bit for each that is occupied: packets try no others. A bit is set after
 * its slot is written and cleared before its slot is, so that no packet misses a stage.
 */
final class ChainArray {
    private final ProgArray array;
    private final IntConsumer publish;
    private int occupied;

    /**
     * Over what an earlier daemon left in the array.
     *
     * @param publish puts the bits where packets read them
     */
    ChainArray(ProgArray array, IntConsumer publish) {
        this.array = array;
        this.publish = publish;
        array.programIds().keySet().forEach(slot -> occupied |= 1 << slot);
        publish.accept(occupied);
    }

    void set(int slot, BpfProgram program) {
        array.set(slot, program);
        tell(occupied | 1 << slot);
    }

    void clear(int slot) {
        tell(occupied & ~(1 << slot));
        array.clear(slot);
    }

    Map<Integer, Integer> programIds() {
        return array.programIds();
    }

    private void tell(int bits) {
        if (bits != occupied) {
            publish.accept(bits);
            occupied = bits;
        }
    }
}

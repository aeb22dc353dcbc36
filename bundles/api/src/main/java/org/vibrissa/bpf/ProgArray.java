package org.vibrissa.bpf;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A view on a PROG_ARRAY. Overwriting a slot takes about 0.1 ms per program that jumps through the
 * array and loses no packet; clearing one waits for RCU at each jump (tens of ms).
 */
@ProviderType
public interface ProgArray {
    /** Number of slots. */
    int slots();

    /** Puts a program in a slot, replacing what is there. */
    void set(int slot, BpfProgram program);

    /** Empties a slot; false when it was empty. Slow, never for the hot path. */
    boolean clear(int slot);

    /** Program ids by slot, of the slots that are not empty. */
    Map<Integer, Integer> programIds();
}

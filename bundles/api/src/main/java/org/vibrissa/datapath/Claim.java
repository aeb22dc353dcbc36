package org.vibrissa.datapath;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** A slot that a bundle holds. Ends by {@link #release()} or with the bundle. Thread safe. */
@ProviderType
public interface Claim {
    /** Slot number, 0..31. */
    int slot();

    /** The chains in which the stage stands. */
    Set<Chain> chains();

    /**
     * Puts another program of the same slot in this one's place, by one map update a chain. Packets
     * see either the old or the new one, never none.
     *
     * @throws ClaimRefused as {@link Pipeline#claim}; the stage in force stays
     */
    void replace(ClaimRequest request);

    /**
     * Gives the slot back: to the earlier version of the same bundle while that one is still
     * active, otherwise to the no-op stage. Idempotent.
     *
     * <p>While the pipeline itself ends (the daemon stops, or the datapath or the loader does) the
     * stage stays in force: its bundle finds it in its slot, and claims it again, when the pipeline
     * is back.
     */
    void release();
}

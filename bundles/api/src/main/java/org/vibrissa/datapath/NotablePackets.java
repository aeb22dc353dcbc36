package org.vibrissa.datapath;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which packets come to the trace slot (28), and how many. What is chosen outlives the daemon,
 * whether a stage stands in the slot or not; dropped packets are always notable. Thread safe.
 */
@ProviderType
public interface NotablePackets {
    /** Whether packets are told of without any other cause. */
    enum Each {
        /** They are not. */
        NO,
        /** Each one, where it leaves. */
        LEAVING,
        /** Each one, where it comes in and where it leaves. */
        ENTERING_AND_LEAVING
    }

    /**
     * Chooses, for all packets from now on.
     *
     * @param causes bits of {@link org.vibrissa.flow.FlowCause}
     * @param interval between two events of a long flow, in whole milliseconds; zero = none
     */
    void choose(int causes, Each each, Duration interval);

    /**
     * Whether packets are compared with the rows of {@code vib_watch}. Rows are to be written
     * before, and emptied after.
     */
    void watch(boolean on);

    /** Packets that the slot was to see since the datapath was made, over all CPUs. */
    long count();
}

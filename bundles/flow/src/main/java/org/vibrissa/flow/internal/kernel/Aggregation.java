package org.vibrissa.flow.internal.kernel;

import java.util.EnumSet;
import java.util.Set;
import org.vibrissa.datapath.NotablePackets.Each;
import org.vibrissa.flow.FlowCause;

/** How much is told of a flow, named as Cilium names it: the more aggregation, the fewer events. */
enum Aggregation {
    /** Every packet, where it comes in and where it leaves. */
    NONE(Each.ENTERING_AND_LEAVING, all()),
    /** Every packet, where it leaves. */
    LOW(Each.LEAVING, all()),
    /** Whatever changes in a flow, and long ones every so often. */
    MEDIUM(Each.NO, all()),
    /** As medium without TCP flags and first replies. */
    MAXIMUM(
            Each.NO,
            EnumSet.of(FlowCause.START, FlowCause.CLOSE, FlowCause.VERDICT, FlowCause.PERIODIC));

    private final Each each;
    private final int causes;

    Aggregation(Each each, Set<FlowCause> causes) {
        this.each = each;
        this.causes = causes.stream().mapToInt(FlowCause::bit).sum();
    }

    private static Set<FlowCause> all() {
        return EnumSet.complementOf(EnumSet.of(FlowCause.PACKET, FlowCause.DROP));
    }

    Each each() {
        return each;
    }

    /** Bits of {@link FlowCause} that make a packet notable. */
    int causes() {
        return causes;
    }
}

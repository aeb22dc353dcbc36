package org.vibrissa.datapath;

import java.util.List;

/**
 * The way of one packet.
 *
 * @param steps the stages in the order they ran
 * @param verdict what happened at the end: {@code redirect}, {@code pass}, {@code drop}
 * @param dropReason the drop reason's number, 0 when not dropped
 * @param dropReasonName the drop reason's name, empty when not dropped
 * @param nanos the whole walk in ns, as the kernel measured it
 */
public record PacketTrace(
        List<Step> steps, String verdict, int dropReason, String dropReasonName, long nanos) {
    /**
     * One stage.
     *
     * @param chain the chain it ran in
     * @param slot its slot
     * @param stage its program name
     * @param owner symbolic name of its bundle
     * @param nanos time from its entry to the next stage's, ns
     */
    public record Step(Chain chain, int slot, String stage, String owner, long nanos) {}

    public PacketTrace {
        steps = List.copyOf(steps);
    }
}

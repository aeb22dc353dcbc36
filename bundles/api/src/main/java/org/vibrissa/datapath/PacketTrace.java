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
 * @param sourceIdentity numeric identity of the source, 0 when no stage asked for it
 * @param destinationIdentity that of the destination
 * @param ingress what the policy of the flow's receiver said, when it is on this host
 * @param egress what the policy of the flow's sender said, when it is on this host
 */
public record PacketTrace(
        List<Step> steps,
        String verdict,
        int dropReason,
        String dropReasonName,
        long nanos,
        int sourceIdentity,
        int destinationIdentity,
        PolicyWord ingress,
        PolicyWord egress) {
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

    /**
     * What the policy of one end said.
     *
     * @param verdict its word
     * @param noted a refusal that is only noted (audit): the packet goes on
     * @param rule number of the rule that decided, 0 = none did
     * @param match how much of the packet the rule names, Hubble's policy match type; 0 = none
     */
    public record PolicyWord(PolicyVerdict verdict, boolean noted, int rule, int match) {}

    public PacketTrace {
        steps = List.copyOf(steps);
    }
}

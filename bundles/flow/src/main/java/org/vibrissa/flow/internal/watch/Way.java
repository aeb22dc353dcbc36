package org.vibrissa.flow.internal.watch;

import java.util.List;

/**
 * The way of one packet through one walk of the stages, as it is shown. A packet may have several
 * walks on a host: from its endpoint, then out by the underlay.
 *
 * @param time when it came, RFC 3339 in UTC
 * @param protocol {@code TCP}, {@code UDP}, {@code ICMP}, ..., or a number
 * @param flags TCP flags such as {@code SYN,ACK}, or the type of an ICMP packet; empty otherwise
 * @param bytes of the frame
 * @param device where it came in
 * @param cpu that handled it
 * @param steps the stages in the order they ran
 * @param policy what was said by the policies that judged
 * @param verdict {@code forwarded}, {@code dropped} or {@code consumed}
 * @param action what was done with it: {@code redirect}, {@code pass} or {@code drop}
 * @param toDevice where it was sent; empty when that is not known
 * @param dropReason Hubble's number, 0 when it was not dropped
 * @param dropReasonName Hubble's name, empty when it was not dropped
 * @param nanos from the first stage to the last
 */
record Way(
        String time,
        End source,
        End destination,
        String protocol,
        String flags,
        long bytes,
        String device,
        int cpu,
        List<Step> steps,
        List<Word> policy,
        String verdict,
        String action,
        String toDevice,
        int dropReason,
        String dropReasonName,
        long nanos) {
    Way {
        steps = List.copyOf(steps);
        policy = List.copyOf(policy);
    }

    /**
     * One end.
     *
     * @param address empty for a frame without IP
     * @param port 0 when it has none
     * @param name {@code NAMESPACE/NAME} of an endpoint, a host's name, or empty
     * @param identity numeric identity
     * @param labels of the identity
     */
    record End(String address, int port, String name, int identity, List<String> labels) {
        End {
            labels = List.copyOf(labels);
        }
    }

    /**
     * One stage.
     *
     * @param chain it ran in
     * @param slot its number
     * @param name of the slot
     * @param stage program's name in C, empty when not known
     * @param owner symbolic name of its bundle, empty when not known
     * @param nanos from its entry to the next one's
     */
    record Step(String chain, int slot, String name, String stage, String owner, long nanos) {}

    /**
     * What one end's policy said.
     *
     * @param direction {@code egress} of the sender or {@code ingress} of the receiver
     * @param verdict such as {@code allowed}
     * @param noted a refusal that is only noted
     * @param rule that decided; empty when none did
     */
    record Word(String direction, String verdict, boolean noted, String rule) {}
}

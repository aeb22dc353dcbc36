package org.vibrissa.flow;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One event, read in place: its values are those of the event that its {@link FlowCursor} stands
 * on, and change with the cursor. Reading allocates nothing except where a method returns an array.
 * For one thread, as its cursor is.
 *
 * <p>Source and destination are those of the packet, not of the flow: in a reply the flow's
 * receiver is the source.
 */
@ProviderType
public interface FlowEvent {
    /**
     * Place of the event among all that this host's reader delivered since it first ran; from 0.
     */
    long sequence();

    /** Wall clock of the event, ns since 1970. */
    long timeNanos();

    FlowKind kind();

    /** Bits of {@link FlowCause}. */
    int causes();

    default boolean has(FlowCause cause) {
        return (causes() & cause.bit()) != 0;
    }

    /** Hubble's verdict: 1 forwarded, 2 dropped, 4 would have been dropped (audit). */
    int verdict();

    /** Hubble's drop reason, 0 when not dropped. */
    int dropReason();

    /** 4 or 6; 0 for a frame without IP. */
    int family();

    /** IP protocol number; 0 when there is none or it could not be read. */
    int protocol();

    /** Hubble's trace observation point; 0 for other kinds than {@link FlowKind#TRACE}. */
    int observationPoint();

    /**
     * What the packet is to its flow, Hubble's trace reason: 1 new, 2 established, 3 reply, 4
     * related; 0 unknown.
     */
    int traceReason();

    /**
     * Whether the packet runs from the flow's receiver to who began it; meaningless when {@link
     * #traceReason} is 0.
     */
    boolean reply();

    /** 1 toward an endpoint or the host, 2 from one, 0 unknown: Hubble's traffic direction. */
    int direction();

    /** Highest half of the source address, 0 for IPv4. Network byte order, as a number. */
    long sourceHigh();

    /** Low half; an IPv4 address is in the low 32 bits. */
    long sourceLow();

    long destinationHigh();

    long destinationLow();

    /** 4 or 16 bytes; none without IP. A new array. */
    byte[] sourceAddress();

    byte[] destinationAddress();

    /** 0..65535; 0 when the protocol has no ports. */
    int sourcePort();

    int destinationPort();

    /** Flags of the packet, FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128. */
    int tcpFlags();

    int icmpType();

    int icmpCode();

    /** Numeric identity, 0 when it was not found. */
    int sourceIdentity();

    int destinationIdentity();

    /** Number of the local endpoint, 0 when it is none of this host's. */
    int sourceEndpoint();

    int destinationEndpoint();

    /** Device that the packet came in by. */
    int ifindex();

    /** Device that it is sent to, 0 when not known. */
    int outIfindex();

    /** MAC as the low 48 bits, first byte highest; 0 when the frame has none. */
    long sourceMac();

    long destinationMac();

    /** 0 none, 1 VXLAN, 2 Geneve. */
    int tunnelProtocol();

    /** 24 bits, 0 without a tunnel. */
    int tunnelVni();

    /** The other end of the tunnel: 4 or 16 bytes, none without a tunnel. A new array. */
    byte[] tunnelPeer();

    /** Path group of the destination, 0 = none. */
    int pathGroup();

    /**
     * Chain and slot of the stage that ended the packet's way: the number of {@link
     * org.vibrissa.datapath.Chain}.
     */
    int chain();

    /** 0..31; 32 when the root itself ended it. */
    int slot();

    /**
     * Rule numbers of the policy that judged, 0 = none; see {@link
     * org.vibrissa.policy.PolicyRules}.
     */
    int ingressRule();

    int egressRule();

    /** Number of {@link org.vibrissa.datapath.PolicyVerdict}. */
    int ingressVerdict();

    int egressVerdict();

    /** Whether the refusal of that direction was only noted (audit). */
    boolean ingressNoted();

    boolean egressNoted();

    /** How much of the packet the rule names, Hubble's policy match type. */
    int ingressMatch();

    int egressMatch();

    /** For {@link FlowKind#POLICY_VERDICT}: whether this event is of the ingress policy. */
    boolean ofIngress();

    /** Frame of this packet, bytes. */
    int length();

    /** Packets of this direction of the flow since its event before, this one included. */
    long packets();

    /** The same in bytes. */
    long bytes();

    /** CPU that saw it. */
    int cpu();
}

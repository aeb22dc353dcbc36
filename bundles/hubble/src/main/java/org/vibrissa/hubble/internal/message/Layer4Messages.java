package org.vibrissa.hubble.internal.message;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.proto.flow.ICMPv4;
import org.vibrissa.hubble.proto.flow.ICMPv6;
import org.vibrissa.hubble.proto.flow.IGMP;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.SCTP;
import org.vibrissa.hubble.proto.flow.TCP;
import org.vibrissa.hubble.proto.flow.UDP;
import org.vibrissa.hubble.proto.flow.VRRP;

/** The layer above IP as a message, and in the words of Hubble's summary. Thread safe. */
public final class Layer4Messages {
    private static final int ICMP = 1;
    private static final int IGMP_PROTOCOL = 2;
    private static final int TCP_PROTOCOL = 6;
    private static final int UDP_PROTOCOL = 17;
    private static final int ICMP6 = 58;
    private static final int VRRP_PROTOCOL = 112;
    private static final int SCTP_PROTOCOL = 132;

    private final TcpFlagMessages flags = new TcpFlagMessages();

    /** Null for a protocol that Hubble has no message for. */
    public Layer4 message(FlowEvent event) {
        Layer4.Builder layer = Layer4.newBuilder();
        switch (event.protocol()) {
            case TCP_PROTOCOL -> layer.setTCP(tcp(event));
            case UDP_PROTOCOL ->
                    layer.setUDP(
                            UDP.newBuilder()
                                    .setSourcePort(event.sourcePort())
                                    .setDestinationPort(event.destinationPort()));
            case SCTP_PROTOCOL ->
                    layer.setSCTP(
                            SCTP.newBuilder()
                                    .setSourcePort(event.sourcePort())
                                    .setDestinationPort(event.destinationPort()));
            case ICMP ->
                    layer.setICMPv4(
                            ICMPv4.newBuilder()
                                    .setType(event.icmpType())
                                    .setCode(event.icmpCode()));
            case ICMP6 ->
                    layer.setICMPv6(
                            ICMPv6.newBuilder()
                                    .setType(event.icmpType())
                                    .setCode(event.icmpCode()));
            // The event does not say more of these.
            case VRRP_PROTOCOL -> layer.setVRRP(VRRP.getDefaultInstance());
            case IGMP_PROTOCOL -> layer.setIGMP(IGMP.getDefaultInstance());
            default -> {
                return null;
            }
        }
        return layer.build();
    }

    private TCP tcp(FlowEvent event) {
        return TCP.newBuilder()
                .setSourcePort(event.sourcePort())
                .setDestinationPort(event.destinationPort())
                .setFlags(flags.message((byte) event.tcpFlags()))
                .build();
    }

    /** The last layer in words. */
    public String summary(FlowEvent event) {
        return switch (event.protocol()) {
            case TCP_PROTOCOL -> flags.summary((byte) event.tcpFlags());
            case UDP_PROTOCOL -> "UDP";
            case SCTP_PROTOCOL -> "SCTP";
            case ICMP -> IcmpWords.v4(event.icmpType(), event.icmpCode());
            case ICMP6 -> IcmpWords.v6(event.icmpType(), event.icmpCode());
            case VRRP_PROTOCOL -> "VRRP";
            case IGMP_PROTOCOL -> "IGMP";
            default ->
                    switch (event.family()) {
                        case 4 -> "IPv4";
                        case 6 -> "IPv6";
                        default -> "Ethernet";
                    };
        };
    }
}

package org.vibrissa.datapath;

import java.net.InetAddress;

/**
 * A packet to trace.
 *
 * @param chain where it enters: {@link Chain#EP}, {@link Chain#NET} or {@link Chain#HOST}
 * @param source source address, of the same family as the destination
 * @param destination destination address
 * @param protocol what it carries
 * @param sourcePort 0..65535; ICMP: the echo identifier
 * @param destinationPort 0..65535; ignored for ICMP
 * @param icmpType 0..255, of the packet's family; {@link #ECHO} = its echo request
 */
public record SyntheticPacket(
        Chain chain,
        InetAddress source,
        InetAddress destination,
        Protocol protocol,
        int sourcePort,
        int destinationPort,
        int icmpType) {
    /** The ICMP type that asks for an echo, whatever the family. */
    public static final int ECHO = -1;

    /** Transport protocols a trace can carry. */
    public enum Protocol {
        TCP,
        UDP,
        ICMP,
        SCTP
    }

    public SyntheticPacket {
        if (source.getAddress().length != destination.getAddress().length) {
            throw new IllegalArgumentException("source and destination differ in address family");
        }
        if ((sourcePort | destinationPort) >>> 16 != 0) {
            throw new IllegalArgumentException("port out of range 0..65535");
        }
        if (icmpType < ECHO || icmpType > 255) {
            throw new IllegalArgumentException("ICMP type out of range 0..255");
        }
    }

    /** With an echo request where the protocol is ICMP. */
    public SyntheticPacket(
            Chain chain,
            InetAddress source,
            InetAddress destination,
            Protocol protocol,
            int sourcePort,
            int destinationPort) {
        this(chain, source, destination, protocol, sourcePort, destinationPort, ECHO);
    }
}

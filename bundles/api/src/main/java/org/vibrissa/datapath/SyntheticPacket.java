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
 */
public record SyntheticPacket(
        Chain chain,
        InetAddress source,
        InetAddress destination,
        Protocol protocol,
        int sourcePort,
        int destinationPort) {
    /** Transport protocols a trace can carry. */
    public enum Protocol {
        TCP,
        UDP,
        ICMP
    }

    public SyntheticPacket {
        if (source.getAddress().length != destination.getAddress().length) {
            throw new IllegalArgumentException("source and destination differ in address family");
        }
        if ((sourcePort | destinationPort) >>> 16 != 0) {
            throw new IllegalArgumentException("port out of range 0..65535");
        }
    }
}

package org.vibrissa.metrics.internal.hubble;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;

/**
 * An event made by hand: a TCP SYN from 10.0.0.1:40000 to 10.0.0.2:80 that went to its endpoint.
 */
final class TestEvent implements FlowEvent {
    FlowKind kind = FlowKind.TRACE;
    int verdict = Facts.FORWARDED;
    int dropReason;
    int family = 4;
    int protocol = 6;
    int observationPoint = 101;
    int traceReason = 1;
    boolean reply;
    int direction = 1;
    long source = 0x0a000001;
    long destination = 0x0a000002;
    int sourcePort = 40000;
    int destinationPort = 80;
    int tcpFlags = 2;
    int icmpType;
    int icmpCode;
    int sourceIdentity = 1000;
    int destinationIdentity = 1001;
    boolean ofIngress;
    int ingressMatch;
    int egressMatch;

    private static byte[] bytes(long address) {
        return new byte[] {
            (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
        };
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public long timeNanos() {
        return 0;
    }

    @Override
    public FlowKind kind() {
        return kind;
    }

    @Override
    public int causes() {
        return 1;
    }

    @Override
    public int verdict() {
        return verdict;
    }

    @Override
    public int dropReason() {
        return dropReason;
    }

    @Override
    public int family() {
        return family;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public int observationPoint() {
        return observationPoint;
    }

    @Override
    public int traceReason() {
        return traceReason;
    }

    @Override
    public boolean reply() {
        return reply;
    }

    @Override
    public int direction() {
        return direction;
    }

    @Override
    public long sourceHigh() {
        return 0;
    }

    @Override
    public long sourceLow() {
        return source;
    }

    @Override
    public long destinationHigh() {
        return 0;
    }

    @Override
    public long destinationLow() {
        return destination;
    }

    @Override
    public byte[] sourceAddress() {
        return bytes(source);
    }

    @Override
    public byte[] destinationAddress() {
        return bytes(destination);
    }

    @Override
    public int sourcePort() {
        return sourcePort;
    }

    @Override
    public int destinationPort() {
        return destinationPort;
    }

    @Override
    public int tcpFlags() {
        return tcpFlags;
    }

    @Override
    public int icmpType() {
        return icmpType;
    }

    @Override
    public int icmpCode() {
        return icmpCode;
    }

    @Override
    public int sourceIdentity() {
        return sourceIdentity;
    }

    @Override
    public int destinationIdentity() {
        return destinationIdentity;
    }

    @Override
    public int sourceEndpoint() {
        return 0;
    }

    @Override
    public int destinationEndpoint() {
        return 0;
    }

    @Override
    public int ifindex() {
        return 0;
    }

    @Override
    public int outIfindex() {
        return 0;
    }

    @Override
    public long sourceMac() {
        return 0;
    }

    @Override
    public long destinationMac() {
        return 0;
    }

    @Override
    public int tunnelProtocol() {
        return 0;
    }

    @Override
    public int tunnelVni() {
        return 0;
    }

    @Override
    public byte[] tunnelPeer() {
        return new byte[0];
    }

    @Override
    public int pathGroup() {
        return 0;
    }

    @Override
    public int chain() {
        return 0;
    }

    @Override
    public int slot() {
        return 0;
    }

    @Override
    public int ingressRule() {
        return 0;
    }

    @Override
    public int egressRule() {
        return 0;
    }

    @Override
    public int ingressVerdict() {
        return 0;
    }

    @Override
    public int egressVerdict() {
        return 0;
    }

    @Override
    public boolean ingressNoted() {
        return false;
    }

    @Override
    public boolean egressNoted() {
        return false;
    }

    @Override
    public int ingressMatch() {
        return ingressMatch;
    }

    @Override
    public int egressMatch() {
        return egressMatch;
    }

    @Override
    public boolean ofIngress() {
        return ofIngress;
    }

    @Override
    public int length() {
        return 0;
    }

    @Override
    public long packets() {
        return 1;
    }

    @Override
    public long bytes() {
        return 60;
    }

    @Override
    public int cpu() {
        return 0;
    }
}

package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.util.Timestamps;
import java.nio.ByteBuffer;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.net.IpAddresses;

/** A flow's message as the event it was made of, as far as it tells: what filters look at. */
final class MessageEvent implements FlowEvent {
    private static final byte[] NONE = {};
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;

    private Flow flow = Flow.getDefaultInstance();
    private byte[] source = NONE;
    private byte[] destination = NONE;

    /** Is this one from now on. */
    MessageEvent of(Flow next) {
        flow = next;
        source = address(next.getIP().getSource());
        destination = address(next.getIP().getDestination());
        return this;
    }

    Flow flow() {
        return flow;
    }

    private static byte[] address(String text) {
        return text.isEmpty() ? NONE : IpAddresses.parse(text).getAddress();
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public long timeNanos() {
        return Timestamps.toNanos(flow.getTime());
    }

    @Override
    public FlowKind kind() {
        int type = flow.getEventType().getType();
        for (FlowKind kind : FlowKind.values()) {
            if (kind.number() == type) {
                return kind;
            }
        }
        return FlowKind.TRACE;
    }

    @Override
    public int causes() {
        return 0;
    }

    @Override
    public int verdict() {
        return flow.getVerdictValue();
    }

    @Override
    public int dropReason() {
        return flow.getDropReasonDescValue();
    }

    @Override
    public int family() {
        return source.length == 0 ? 0 : source.length == 4 ? 4 : 6;
    }

    @Override
    public int protocol() {
        return switch (flow.getL4().getProtocolCase()) {
            case TCP -> TCP;
            case UDP -> UDP;
            case ICMPV4 -> ICMP;
            case ICMPV6 -> ICMPV6;
            case SCTP -> SCTP;
            default -> 0;
        };
    }

    @Override
    public int observationPoint() {
        return flow.getTraceObservationPointValue();
    }

    @Override
    public int traceReason() {
        return flow.hasIsReply() ? (flow.getIsReply().getValue() ? 3 : 1) : 0;
    }

    @Override
    public boolean reply() {
        return flow.getIsReply().getValue();
    }

    @Override
    public int direction() {
        return flow.getTrafficDirectionValue();
    }

    @Override
    public long sourceHigh() {
        return high(source);
    }

    @Override
    public long sourceLow() {
        return low(source);
    }

    @Override
    public long destinationHigh() {
        return high(destination);
    }

    @Override
    public long destinationLow() {
        return low(destination);
    }

    private static long high(byte[] address) {
        return address.length == 16 ? ByteBuffer.wrap(address).getLong() : 0;
    }

    private static long low(byte[] address) {
        return switch (address.length) {
            case 4 -> Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt());
            case 16 -> ByteBuffer.wrap(address).getLong(8);
            default -> 0;
        };
    }

    @Override
    public byte[] sourceAddress() {
        return source.clone();
    }

    @Override
    public byte[] destinationAddress() {
        return destination.clone();
    }

    @Override
    public int sourcePort() {
        Layer4 layer = flow.getL4();
        return switch (layer.getProtocolCase()) {
            case TCP -> layer.getTCP().getSourcePort();
            case UDP -> layer.getUDP().getSourcePort();
            case SCTP -> layer.getSCTP().getSourcePort();
            default -> 0;
        };
    }

    @Override
    public int destinationPort() {
        Layer4 layer = flow.getL4();
        return switch (layer.getProtocolCase()) {
            case TCP -> layer.getTCP().getDestinationPort();
            case UDP -> layer.getUDP().getDestinationPort();
            case SCTP -> layer.getSCTP().getDestinationPort();
            default -> 0;
        };
    }

    @Override
    public int tcpFlags() {
        TCPFlags flags = flow.getL4().getTCP().getFlags();
        boolean[] bits = {
            flags.getFIN(),
            flags.getSYN(),
            flags.getRST(),
            flags.getPSH(),
            flags.getACK(),
            flags.getURG(),
            flags.getECE(),
            flags.getCWR()
        };
        int all = 0;
        for (int i = 0; i < bits.length; i++) {
            all |= bits[i] ? 1 << i : 0;
        }
        return all;
    }

    @Override
    public int icmpType() {
        Layer4 layer = flow.getL4();
        return layer.hasICMPv4() ? layer.getICMPv4().getType() : layer.getICMPv6().getType();
    }

    @Override
    public int icmpCode() {
        Layer4 layer = flow.getL4();
        return layer.hasICMPv4() ? layer.getICMPv4().getCode() : layer.getICMPv6().getCode();
    }

    @Override
    public int sourceIdentity() {
        return flow.getSource().getIdentity();
    }

    @Override
    public int destinationIdentity() {
        return flow.getDestination().getIdentity();
    }

    @Override
    public int sourceEndpoint() {
        return flow.getSource().getID();
    }

    @Override
    public int destinationEndpoint() {
        return flow.getDestination().getID();
    }

    @Override
    public int ifindex() {
        return flow.getInterface().getIndex();
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
        return flow.getTunnel().getProtocolValue();
    }

    @Override
    public int tunnelVni() {
        return flow.getTunnel().getVni();
    }

    @Override
    public byte[] tunnelPeer() {
        return NONE;
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
        return flow.getPolicyMatchType();
    }

    @Override
    public int egressMatch() {
        return flow.getPolicyMatchType();
    }

    @Override
    public boolean ofIngress() {
        return flow.getTrafficDirectionValue() == 1;
    }

    @Override
    public int length() {
        return 0;
    }

    @Override
    public long packets() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public int cpu() {
        return 0;
    }
}

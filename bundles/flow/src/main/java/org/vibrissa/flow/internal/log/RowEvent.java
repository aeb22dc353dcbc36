package org.vibrissa.flow.internal.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.internal.bpf.Event;

/** A cursor's own copy of a row. */
final class RowEvent implements FlowEvent {
    private static final int AT = FlowRows.EVENT_OFFSET;
    private static final int REPLY = 1;
    private static final int INGRESS_POLICY = 1 << 1;
    private static final int INGRESS = 0;
    private static final int EGRESS = 1;
    private static final int NOTED = 0x80;

    private ByteBuffer row = newRow();

    /** Where the next one is copied to: a copy that fails leaves this event as it was. */
    private ByteBuffer spare = newRow();

    private long sequence;

    private static ByteBuffer newRow() {
        return ByteBuffer.allocate(FlowRows.ROW).order(ByteOrder.nativeOrder());
    }

    /** Loads an event; false when it is not there. */
    boolean load(FlowRows rows, long wanted) {
        if (!rows.copy(wanted, spare)) {
            return false;
        }
        ByteBuffer loaded = spare;
        spare = row;
        row = loaded;
        sequence = wanted;
        return true;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long timeNanos() {
        return row.getLong(FlowRows.TIME_OFFSET);
    }

    @Override
    public FlowKind kind() {
        return switch (Event.kind(row, AT)) {
            case 1 -> FlowKind.DROP;
            case 5 -> FlowKind.POLICY_VERDICT;
            default -> FlowKind.TRACE;
        };
    }

    @Override
    public int causes() {
        return Event.causes(row, AT);
    }

    @Override
    public int verdict() {
        return Event.verdict(row, AT);
    }

    @Override
    public int dropReason() {
        return Event.drop(row, AT);
    }

    @Override
    public int family() {
        return Event.family(row, AT);
    }

    @Override
    public int protocol() {
        return Event.protocol(row, AT);
    }

    @Override
    public int observationPoint() {
        return Event.observation(row, AT);
    }

    @Override
    public int traceReason() {
        return Event.reason(row, AT);
    }

    @Override
    public boolean reply() {
        return (Event.flags(row, AT) & REPLY) != 0;
    }

    @Override
    public int direction() {
        return Event.direction(row, AT);
    }

    @Override
    public long sourceHigh() {
        return family() == 6 ? pair(Event.SADDR_OFFSET) : 0;
    }

    @Override
    public long sourceLow() {
        return low(Event.SADDR_OFFSET);
    }

    @Override
    public long destinationHigh() {
        return family() == 6 ? pair(Event.DADDR_OFFSET) : 0;
    }

    @Override
    public long destinationLow() {
        return low(Event.DADDR_OFFSET);
    }

    private long low(int offset) {
        return family() == 6
                ? pair(offset + Long.BYTES)
                : Integer.toUnsignedLong(Integer.reverseBytes(row.getInt(AT + offset)));
    }

    private long pair(int offset) {
        return Long.reverseBytes(row.getLong(AT + offset));
    }

    @Override
    public byte[] sourceAddress() {
        return address(Event.SADDR_OFFSET, family());
    }

    @Override
    public byte[] destinationAddress() {
        return address(Event.DADDR_OFFSET, family());
    }

    private byte[] address(int offset, int family) {
        byte[] bytes = new byte[family == 6 ? 16 : family];
        row.get(AT + offset, bytes);
        return bytes;
    }

    @Override
    public int sourcePort() {
        return Event.sport(row, AT);
    }

    @Override
    public int destinationPort() {
        return Event.dport(row, AT);
    }

    @Override
    public int tcpFlags() {
        return Event.tcpFlags(row, AT);
    }

    @Override
    public int icmpType() {
        return Event.icmpType(row, AT);
    }

    @Override
    public int icmpCode() {
        return Event.icmpCode(row, AT);
    }

    @Override
    public int sourceIdentity() {
        return Event.srcId(row, AT);
    }

    @Override
    public int destinationIdentity() {
        return Event.dstId(row, AT);
    }

    @Override
    public int sourceEndpoint() {
        return Event.srcEp(row, AT);
    }

    @Override
    public int destinationEndpoint() {
        return Event.dstEp(row, AT);
    }

    @Override
    public int ifindex() {
        return Event.ifindex(row, AT);
    }

    @Override
    public int outIfindex() {
        return Event.outIfindex(row, AT);
    }

    @Override
    public long sourceMac() {
        return mac(Event.SMAC_OFFSET);
    }

    @Override
    public long destinationMac() {
        return mac(Event.DMAC_OFFSET);
    }

    private long mac(int offset) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | (row.get(AT + offset + i) & 0xff);
        }
        return mac;
    }

    @Override
    public int tunnelProtocol() {
        return Event.tunnelProtocol(row, AT);
    }

    @Override
    public int tunnelVni() {
        return Event.tunnelVni(row, AT);
    }

    @Override
    public byte[] tunnelPeer() {
        return address(Event.TUNNEL_PEER_OFFSET, Event.tunnelFamily(row, AT));
    }

    @Override
    public int pathGroup() {
        return Event.group(row, AT);
    }

    @Override
    public int chain() {
        return Event.chain(row, AT);
    }

    @Override
    public int slot() {
        return Event.slot(row, AT);
    }

    @Override
    public int ingressRule() {
        return Event.rule(row, AT, INGRESS);
    }

    @Override
    public int egressRule() {
        return Event.rule(row, AT, EGRESS);
    }

    @Override
    public int ingressVerdict() {
        return Event.policyVerdict(row, AT, INGRESS) & ~NOTED;
    }

    @Override
    public int egressVerdict() {
        return Event.policyVerdict(row, AT, EGRESS) & ~NOTED;
    }

    @Override
    public boolean ingressNoted() {
        return (Event.policyVerdict(row, AT, INGRESS) & NOTED) != 0;
    }

    @Override
    public boolean egressNoted() {
        return (Event.policyVerdict(row, AT, EGRESS) & NOTED) != 0;
    }

    @Override
    public int ingressMatch() {
        return Event.policyMatch(row, AT, INGRESS);
    }

    @Override
    public int egressMatch() {
        return Event.policyMatch(row, AT, EGRESS);
    }

    @Override
    public boolean ofIngress() {
        return (Event.flags(row, AT) & INGRESS_POLICY) != 0;
    }

    @Override
    public int length() {
        return Event.len(row, AT);
    }

    @Override
    public long packets() {
        return Event.packets(row, AT);
    }

    @Override
    public long bytes() {
        return Event.bytes(row, AT);
    }

    @Override
    public int cpu() {
        return Event.cpu(row, AT);
    }
}

package org.vibrissa.flow.made;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.internal.bpf.Event;

/**
 * An event as the kernel would write it. Immutable: each method returns a changed copy. Begins as
 * the first packet, a SYN, of a connection from 10.0.0.1:40000 (identity 1001, endpoint 1) to
 * 10.0.0.2:80 (identity 1002, endpoint 2), delivered at 2026-01-01T00:00:00Z.
 */
public final class MadeEvent {
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMP = 1;
    public static final int ICMPV6 = 58;

    public static final int TO_ENDPOINT = 101;
    public static final int TO_OVERLAY = 4;

    private static final int INGRESS = 0;
    private static final int EGRESS = 1;
    private static final int NOTED = 0x80;

    private final Event event;
    private final Instant time;

    private MadeEvent(Event event, Instant time) {
        this.event = event;
        this.time = time;
    }

    /** A packet that was let through. */
    public static MadeEvent trace() {
        Event base =
                Event.ZERO
                        .withVersion(1)
                        .withSize(Event.SIZE)
                        .withKind(4)
                        .withCauses(FlowCause.START.bit())
                        .withVerdict(1)
                        .withObservation(TO_ENDPOINT)
                        .withReason(1)
                        .withChain(1)
                        .withSlot(24)
                        .withDirection(1)
                        .withSrcId(1001)
                        .withDstId(1002)
                        .withSrcEp(1)
                        .withDstEp(2)
                        .withIfindex(11)
                        .withOutIfindex(12)
                        .withLen(74)
                        .withPackets(1)
                        .withBytes(74);
        return new MadeEvent(base, Instant.parse("2026-01-01T00:00:00Z"))
                .from("10.0.0.1", 40000)
                .to("10.0.0.2", 80)
                .protocol(TCP)
                .tcpFlags(2)
                .macs(0x020000000001L, 0x020000000002L);
    }

    /** The same packet, dropped for this reason. */
    public static MadeEvent drop(int reason) {
        return trace().with(
                        e ->
                                e.withKind(1)
                                        .withCauses(FlowCause.DROP.bit())
                                        .withVerdict(2)
                                        .withObservation(0)
                                        .withSlot(14)
                                        .withDrop(reason));
    }

    /**
     * What policy said to the same packet.
     *
     * @param ingress whether that of the receiver
     * @param verdict number of {@link org.vibrissa.datapath.PolicyVerdict}
     */
    public static MadeEvent policyVerdict(boolean ingress, int verdict, int rule, int match) {
        return trace().with(
                        e ->
                                e.withKind(5)
                                        .withFlags(ingress ? 2 : 0)
                                        .withDirection(ingress ? 1 : 2)
                                        .withVerdict(verdict > 1 ? 2 : 1)
                                        .withDrop(verdict > 1 ? 133 : 0)
                                        .withObservation(0))
                .policy(ingress, verdict, rule, match);
    }

    /** Any other change, on the record of the kernel. */
    public MadeEvent with(UnaryOperator<Event> change) {
        return new MadeEvent(change.apply(event), time);
    }

    public MadeEvent at(Instant when) {
        return new MadeEvent(event, when);
    }

    public MadeEvent from(String address, int port) {
        InetAddress source = address(address);
        return with(
                e ->
                        e.withSaddr(words(source))
                                .withSport(port)
                                .withFamily(source.getAddress().length == 4 ? 4 : 6));
    }

    public MadeEvent to(String address, int port) {
        return with(e -> e.withDaddr(words(address(address))).withDport(port));
    }

    /** IP protocol number. */
    public MadeEvent protocol(int number) {
        return with(e -> e.withProtocol(number).withTcpFlags(0));
    }

    /** Makes it an ICMP packet of the addresses' family. */
    public MadeEvent icmp(int type, int code) {
        return with(
                e ->
                        e.withProtocol(e.family() == 6 ? ICMPV6 : ICMP)
                                .withSport(0)
                                .withDport(0)
                                .withTcpFlags(0)
                                .withIcmpType(type)
                                .withIcmpCode(code));
    }

    public MadeEvent tcpFlags(int flags) {
        return with(e -> e.withTcpFlags(flags));
    }

    public MadeEvent identities(int source, int destination) {
        return with(e -> e.withSrcId(source).withDstId(destination));
    }

    /** Numbers of local endpoints, 0 = none of this host's. */
    public MadeEvent endpoints(int source, int destination) {
        return with(e -> e.withSrcEp(source).withDstEp(destination));
    }

    public MadeEvent macs(long source, long destination) {
        return with(e -> e.withSmac(mac(source)).withDmac(mac(destination)));
    }

    public MadeEvent causes(FlowCause... causes) {
        int bits = 0;
        for (FlowCause cause : causes) {
            bits |= cause.bit();
        }
        int all = bits;
        return with(e -> e.withCauses(all));
    }

    /** A packet from the flow's receiver; addresses stay as given. */
    public MadeEvent reply() {
        return with(e -> e.withReason(3).withFlags(e.flags() | 1));
    }

    /** Hubble's trace reason. */
    public MadeEvent reason(int reason) {
        return with(e -> e.withReason(reason));
    }

    /** Hubble's verdict. */
    public MadeEvent verdict(int verdict) {
        return with(e -> e.withVerdict(verdict));
    }

    /** Hubble's observation point. */
    public MadeEvent observed(int point) {
        return with(e -> e.withObservation(point));
    }

    /** Hubble's traffic direction. */
    public MadeEvent direction(int direction) {
        return with(e -> e.withDirection(direction));
    }

    /** What the policy of one end said. */
    public MadeEvent policy(boolean ingress, int verdict, int rule, int match) {
        int end = ingress ? INGRESS : EGRESS;
        return with(
                e -> {
                    int[] rules = e.rule();
                    byte[] verdicts = e.policyVerdict();
                    byte[] matches = e.policyMatch();
                    rules[end] = rule;
                    verdicts[end] = (byte) verdict;
                    matches[end] = (byte) match;
                    return e.withRule(rules).withPolicyVerdict(verdicts).withPolicyMatch(matches);
                });
    }

    /** A refusal of that end which is only noted. */
    public MadeEvent audited(boolean ingress, int verdict, int rule, int match) {
        return policy(ingress, verdict | NOTED, rule, match).verdict(4);
    }

    /** The chain and slot that ended the packet's way. */
    public MadeEvent endedBy(int chain, int slot) {
        return with(e -> e.withChain(chain).withSlot(slot));
    }

    public MadeEvent group(int group) {
        return with(e -> e.withGroup(group));
    }

    /**
     * As in a tunnel.
     *
     * @param protocol 1 VXLAN, 2 Geneve
     */
    public MadeEvent tunnel(int protocol, int vni, String peer) {
        InetAddress end = address(peer);
        return with(
                e ->
                        e.withTunnelProtocol(protocol)
                                .withTunnelVni(vni)
                                .withTunnelFamily(end.getAddress().length == 4 ? 4 : 6)
                                .withTunnelPeer(words(end)));
    }

    public MadeEvent devices(int ifindex, int outIfindex) {
        return with(e -> e.withIfindex(ifindex).withOutIfindex(outIfindex));
    }

    /** Since the event before. */
    public MadeEvent counts(long packets, long bytes) {
        return with(e -> e.withPackets(packets).withBytes(bytes));
    }

    /** The record. */
    public Event event() {
        return event;
    }

    /** The wall clock, ns since 1970. */
    public long timeNanos() {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /** As a reader of a log sees it, with sequence 0. */
    public FlowEvent read() {
        FlowCursor cursor = new MadeFlowLog(1).write(this).log().fromOldest("made");
        if (!cursor.next()) {
            throw new IllegalStateException("the log lost its only event");
        }
        return cursor.event();
    }

    private static int[] words(InetAddress address) {
        ByteBuffer in = ByteBuffer.allocate(16).put(0, address.getAddress());
        return new int[] {in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12)};
    }

    private static byte[] mac(long mac) {
        byte[] bytes = new byte[6];
        ByteBuffer.allocate(8).putLong(mac).get(2, bytes);
        return bytes;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}

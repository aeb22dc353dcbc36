package org.vibrissa.ipfix.internal.record;

import java.util.List;
import java.util.stream.Stream;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;

/** Fields of IANA's registry of IPFIX information elements. */
final class StandardFields {
    /** flowEndReason: the flow goes on, its packets so far are told. */
    private static final int ACTIVE_TIMEOUT = 2;

    private static final int END_DETECTED = 3;

    private static final int CREATED = 1;
    private static final int DELETED = 2;
    private static final int DENIED = 3;
    private static final int ALERT = 4;
    private static final int UPDATE = 5;

    private static final int AUDIT = 4;
    private static final int DIRECTION_EGRESS = 2;

    private StandardFields() {}

    static List<Field> ipv4() {
        return List.of(
                Values.of(Element.standard(8, 4), sight -> sight.event().sourceLow()),
                Values.of(Element.standard(12, 4), sight -> sight.event().destinationLow()),
                Values.of(Element.standard(32, 2), StandardFields::icmp));
    }

    static List<Field> ipv6() {
        return List.of(
                new Field(
                        Element.standard(27, 16),
                        (sight, out) ->
                                out.putLong(sight.event().sourceHigh())
                                        .putLong(sight.event().sourceLow())),
                new Field(
                        Element.standard(28, 16),
                        (sight, out) ->
                                out.putLong(sight.event().destinationHigh())
                                        .putLong(sight.event().destinationLow())),
                Values.of(Element.standard(139, 2), StandardFields::icmp));
    }

    /** What a frame without IP has. */
    static List<Field> link() {
        return List.of(
                Values.of(Element.standard(56, 6), sight -> sight.event().sourceMac()),
                Values.of(Element.standard(80, 6), sight -> sight.event().destinationMac()));
    }

    static List<Field> transport() {
        return List.of(
                Values.of(Element.standard(7, 2), sight -> sight.event().sourcePort()),
                Values.of(Element.standard(11, 2), sight -> sight.event().destinationPort()),
                Values.of(Element.standard(4, 1), sight -> sight.event().protocol()),
                Values.of(Element.standard(6, 2), sight -> sight.event().tcpFlags()));
    }

    static List<Field> always() {
        return Stream.of(
                        Values.of(Element.standard(152, 8), Sight::startMillis),
                        Values.of(Element.standard(153, 8), Sight::endMillis),
                        Values.of(Element.standard(1, 8), sight -> sight.event().bytes()),
                        Values.of(Element.standard(2, 8), sight -> sight.event().packets()),
                        Values.of(Element.standard(10, 4), sight -> sight.event().ifindex()),
                        Values.of(Element.standard(14, 4), sight -> sight.event().outIfindex()),
                        Values.of(Element.standard(136, 1), sight -> endReason(sight.event())),
                        Values.of(Element.standard(61, 1), sight -> direction(sight.event())),
                        Values.of(Element.standard(233, 1), sight -> firewall(sight.event())),
                        Values.of(Element.standard(351, 8), sight -> segment(sight.event())))
                .toList();
    }

    /** Type and code; 0 for what is no ICMP. */
    private static long icmp(Sight sight) {
        return ((long) sight.event().icmpType() << 8) | sight.event().icmpCode();
    }

    private static long endReason(FlowEvent event) {
        return event.has(FlowCause.CLOSE) ? END_DETECTED : ACTIVE_TIMEOUT;
    }

    /** 0 ingress, 1 egress; what has no direction is told as ingress. */
    private static long direction(FlowEvent event) {
        return event.direction() == DIRECTION_EGRESS ? 1 : 0;
    }

    private static long firewall(FlowEvent event) {
        if (event.kind() == FlowKind.DROP) {
            return DENIED;
        }
        if (event.verdict() == AUDIT) {
            return ALERT;
        }
        if (event.has(FlowCause.CLOSE)) {
            return DELETED;
        }
        return event.has(FlowCause.START) ? CREATED : UPDATE;
    }

    /** layer2SegmentId: kind of tunnel in the highest octet (RFC 7133), VNI in the lowest three. */
    private static long segment(FlowEvent event) {
        boolean vxlan = event.tunnelProtocol() == 1;
        return vxlan ? (1L << 56) | event.tunnelVni() : 0;
    }
}

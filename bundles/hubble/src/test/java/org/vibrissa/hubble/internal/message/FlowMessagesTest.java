package org.vibrissa.hubble.internal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.DropReason;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowType;
import org.vibrissa.hubble.proto.flow.TraceObservationPoint;
import org.vibrissa.hubble.proto.flow.TraceReason;
import org.vibrissa.hubble.proto.flow.TrafficDirection;
import org.vibrissa.hubble.proto.flow.Tunnel;
import org.vibrissa.hubble.proto.flow.Verdict;

/** Flows of events, field by field as Hubble's parser fills them. */
@SuppressWarnings("deprecation")
final class FlowMessagesTest {
    private static Flow flow(MadeEvent event) {
        FlowView view = new FlowView(new MadeNames(), MadeSource.ORIGIN).at(event.read());
        return new FlowMessages(
                        FieldSelection.all(),
                        new MadeNames(),
                        MadeSource.ORIGIN,
                        MadeSource.UUIDS,
                        MadeSource.RULES)
                .of(view);
    }

    @Test
    void tellsAForwardedPacket() {
        Flow flow = flow(MadeEvent.trace());
        assertEquals(Verdict.FORWARDED, flow.getVerdict());
        assertEquals(FlowType.L3_L4, flow.getType());
        assertEquals(1767225600, flow.getTime().getSeconds());
        assertEquals("tatooine", flow.getNodeName());
        assertEquals("vibrissa", flow.getEmitter().getName());
        assertEquals("02:00:00:00:00:01", flow.getEthernet().getSource());
        assertEquals("10.0.0.1", flow.getIP().getSource());
        assertEquals("10.0.0.2", flow.getIP().getDestination());
        assertEquals(40000, flow.getL4().getTCP().getSourcePort());
        assertTrue(flow.getL4().getTCP().getFlags().getSYN());
        assertFalse(flow.getL4().getTCP().getFlags().getACK());
        assertEquals("TCP Flags: SYN", flow.getSummary());
        assertEquals(4, flow.getEventType().getType());
        assertEquals(0, flow.getEventType().getSubType(), "to-endpoint is 0 in the kernel");
        assertEquals(TraceObservationPoint.TO_ENDPOINT, flow.getTraceObservationPoint());
        assertEquals(TraceReason.NEW, flow.getTraceReason());
        assertEquals(TrafficDirection.INGRESS, flow.getTrafficDirection());
        assertTrue(flow.hasIsReply());
        assertFalse(flow.getIsReply().getValue());
        assertEquals("lxc11", flow.getInterface().getName());
        assertEquals("empire", flow.getSource().getNamespace());
        assertEquals("deathstar-1", flow.getSource().getPodName());
        assertEquals("default", flow.getSource().getClusterName());
        assertEquals("Unit", flow.getSource().getWorkloads(0).getKind());
        assertEquals(1, flow.getSource().getID());
        assertEquals(1001, flow.getSource().getIdentity());
        assertEquals("any:org=empire", flow.getSource().getLabels(1));
        assertEquals(2, flow.getNodeLabelsCount());
        assertFalse(flow.hasExtensions(), "Hubble's command line could not print it");
        assertEquals(0, flow.getDropReason());
    }

    @Test
    void tellsADropWithItsRule() {
        Flow flow = flow(MadeEvent.drop(133).policy(true, 3, 7, 2));
        assertEquals(Verdict.DROPPED, flow.getVerdict());
        assertEquals(133, flow.getDropReason());
        assertEquals(DropReason.POLICY_DENIED, flow.getDropReasonDesc());
        assertEquals(1, flow.getEventType().getType());
        assertEquals(133, flow.getEventType().getSubType());
        assertFalse(flow.hasIsReply(), "of a drop it is not known");
        assertFalse(flow.hasInterface());
        assertEquals("rule1", flow.getIngressDeniedBy(0).getName());
        assertEquals(TraceObservationPoint.UNKNOWN_POINT, flow.getTraceObservationPoint());
        assertEquals(TraceReason.TRACE_REASON_UNKNOWN, flow.getTraceReason());
    }

    @Test
    void tellsADropOfAnotherReasonWithoutRule() {
        Flow flow = flow(MadeEvent.drop(132).policy(true, 1, 7, 2));
        assertEquals(DropReason.INVALID_SOURCE_IP, flow.getDropReasonDesc());
        assertEquals(0, flow.getIngressDeniedByCount());
    }

    @Test
    void keepsTheNumberOfAReasonThatHubbleHasNoNameFor() {
        Flow flow = flow(MadeEvent.drop(250));
        assertEquals(250, flow.getDropReasonDescValue());
    }

    @Test
    void tellsWhatPolicyAllowed() {
        Flow flow = flow(MadeEvent.policyVerdict(true, 1, 7, 2));
        assertEquals(Verdict.FORWARDED, flow.getVerdict());
        assertEquals(5, flow.getEventType().getType());
        assertEquals(0, flow.getEventType().getSubType());
        assertEquals(2, flow.getPolicyMatchType());
        assertEquals("rule1", flow.getIngressAllowedBy(0).getName());
        assertEquals("empire", flow.getIngressAllowedBy(0).getNamespace());
        assertEquals("CiliumNetworkPolicy", flow.getIngressAllowedBy(0).getKind());
        assertEquals(3, flow.getIngressAllowedBy(0).getRevision());
        assertEquals("seen", flow.getPolicyLog(0));
        assertEquals(0, flow.getEgressAllowedByCount());
        assertTrue(flow.hasIsReply());
        assertFalse(flow.getIsReply().getValue());
    }

    @Test
    void tellsWhatPolicyRefused() {
        Flow egress = flow(MadeEvent.policyVerdict(false, 3, 7, 1));
        assertEquals(Verdict.DROPPED, egress.getVerdict());
        assertEquals(TrafficDirection.EGRESS, egress.getTrafficDirection());
        assertEquals("rule1", egress.getEgressDeniedBy(0).getName());
        assertFalse(egress.hasIsReply());
        Flow unmatched = flow(MadeEvent.policyVerdict(true, 2, 0, 0));
        assertEquals(0, unmatched.getIngressDeniedByCount(), "no rule, and nothing enforces");
    }

    @Test
    void namesThePoliciesThatDenyWhereNoRuleDecided() {
        Flow verdict = flow(MadeEvent.policyVerdict(true, 2, 0, 0).endpoints(1, 9));
        assertEquals("rule1", verdict.getIngressDeniedBy(0).getName());
        Flow drop = flow(MadeEvent.drop(133).direction(1).endpoints(1, 9));
        assertEquals("rule1", drop.getIngressDeniedBy(0).getName());
        Flow other = flow(MadeEvent.drop(132).direction(1).endpoints(1, 9));
        assertEquals(0, other.getIngressDeniedByCount());
    }

    @Test
    void tellsWhatAnAuditWouldHaveRefused() {
        Flow flow = flow(MadeEvent.policyVerdict(true, 1, 0, 0).audited(true, 3, 7, 2));
        assertEquals(Verdict.AUDIT, flow.getVerdict());
        assertEquals("rule1", flow.getIngressDeniedBy(0).getName());
    }

    @Test
    void tellsReplies() {
        Flow flow = flow(MadeEvent.trace().reply().tcpFlags(18));
        assertTrue(flow.getIsReply().getValue());
        assertTrue(flow.getReply());
        assertEquals(TraceReason.REPLY, flow.getTraceReason());
        assertEquals("TCP Flags: SYN, ACK", flow.getSummary());
        assertFalse(flow(MadeEvent.trace().reason(0)).hasIsReply(), "unknown is not \"no\"");
    }

    @Test
    void tellsTheTunnel() {
        Flow flow =
                flow(
                        MadeEvent.trace()
                                .observed(MadeEvent.TO_OVERLAY)
                                .tunnel(1, 1001, "192.168.7.2"));
        assertEquals(Tunnel.Protocol.VXLAN, flow.getTunnel().getProtocol());
        assertEquals(1001, flow.getTunnel().getVni());
        assertEquals("192.168.7.2", flow.getTunnel().getIP().getDestination());
        assertEquals(4, flow.getEventType().getSubType());
        assertEquals(TraceObservationPoint.TO_OVERLAY, flow.getTraceObservationPoint());
    }

    @Test
    void tellsIpv6() {
        Flow flow = flow(MadeEvent.trace().from("fd00::1:2", 1).to("fd00::9", 2));
        assertEquals("fd00::1:2", flow.getIP().getSource());
        assertEquals("fd00::9", flow.getIP().getDestination());
        assertEquals("IPv6", flow.getIP().getIpVersion().name());
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0, ICMPv4 EchoRequest",
        "3, 3, ICMPv4 DestinationUnreachable(Port)",
        "11, 0, ICMPv4 TimeExceeded",
        "99, 1, ICMPv4 99(1)"
    })
    void tellsIcmpInWords(int type, int code, String summary) {
        Flow flow = flow(MadeEvent.trace().icmp(type, code));
        assertEquals(type, flow.getL4().getICMPv4().getType());
        assertEquals(summary, flow.getSummary());
    }

    @Test
    void aProtocolWithoutMessageHasNone() {
        Flow flow = flow(MadeEvent.trace().protocol(47));
        assertFalse(flow.hasL4());
        assertEquals("IPv4", flow.getSummary());
        Flow udp = flow(MadeEvent.trace().protocol(17));
        assertEquals(80, udp.getL4().getUDP().getDestinationPort());
        assertEquals("UDP", udp.getSummary());
    }

    @Test
    void anEndThatIsNoEndpointHasNoNames() {
        Flow flow = flow(MadeEvent.trace().identities(2, 1002));
        assertEquals(2, flow.getSource().getIdentity());
        assertEquals("reserved:world", flow.getSource().getLabels(0));
        assertEquals("", flow.getSource().getClusterName());
        assertEquals(0, flow.getSource().getWorkloadsCount());
    }
}

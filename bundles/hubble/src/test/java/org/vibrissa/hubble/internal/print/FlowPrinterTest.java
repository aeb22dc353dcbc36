package org.vibrissa.hubble.internal.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Timestamp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.hubble.proto.flow.AgentEvent;
import org.vibrissa.hubble.proto.flow.AgentEventType;
import org.vibrissa.hubble.proto.flow.CiliumEventType;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.EndpointUpdateNotification;
import org.vibrissa.hubble.proto.flow.Ethernet;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.IP;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.flow.Policy;
import org.vibrissa.hubble.proto.flow.TCP;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.hubble.proto.flow.TrafficDirection;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeState;
import org.vibrissa.hubble.proto.relay.NodeStatusEvent;

/** Lines as Hubble's own command line prints them. */
class FlowPrinterTest {
    // 2026-03-05T01:02:03.456Z
    private static final Timestamp TIME =
            Timestamp.newBuilder().setSeconds(1772672523L).setNanos(456_000_000).build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String printed(Look look, GetFlowsResponse... responses) {
        FlowPrinter printer =
                FlowPrinter.of(look, new PrintWriter(out, true), new PrintWriter(err, true));
        for (GetFlowsResponse response : responses) {
            printer.print(response);
        }
        printer.finish();
        return out.toString();
    }

    private static Flow.Builder xwing() {
        return flow(4, 0, Verdict.FORWARDED).setIsReply(BoolValue.of(false));
    }

    @SuppressWarnings("deprecation") // the summary is what is printed
    private static Flow.Builder flow(int type, int subType, Verdict verdict) {
        return Flow.newBuilder()
                .setTime(TIME)
                .setNodeName("tatooine")
                .setVerdict(verdict)
                .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
                .setL4(
                        Layer4.newBuilder()
                                .setTCP(
                                        TCP.newBuilder()
                                                .setSourcePort(40000)
                                                .setDestinationPort(80)
                                                .setFlags(TCPFlags.newBuilder().setSYN(true))))
                .setSource(endpoint(1002, "alliance", "xwing"))
                .setDestination(endpoint(1001, "empire", "deathstar"))
                .setEventType(CiliumEventType.newBuilder().setType(type).setSubType(subType))
                .setSummary("TCP Flags: SYN");
    }

    private static Endpoint endpoint(int identity, String namespace, String name) {
        return Endpoint.newBuilder()
                .setIdentity(identity)
                .setNamespace(namespace)
                .setPodName(name)
                .build();
    }

    private static GetFlowsResponse of(Flow.Builder flow) {
        return GetFlowsResponse.newBuilder()
                .setFlow(flow)
                .setNodeName("tatooine")
                .setTime(TIME)
                .build();
    }

    @Test
    void compactLineOfATrace() {
        assertEquals(
                "Mar  5 01:02:03.456: alliance/xwing:40000 (ID:1002) -> empire/deathstar:80"
                        + " (ID:1001) to-endpoint FORWARDED (TCP Flags: SYN)\n",
                printed(Look.plain(Look.Form.COMPACT), of(xwing())));
    }

    @Test
    void compactLineOfAReplyIsTurnedAround() {
        assertEquals(
                "Mar  5 01:02:03.456: empire/deathstar:80 (ID:1001) <- alliance/xwing:40000"
                        + " (ID:1002) to-stack FORWARDED (TCP Flags: SYN)\n",
                printed(
                        Look.plain(Look.Form.COMPACT),
                        of(flow(4, 3, Verdict.FORWARDED).setIsReply(BoolValue.of(true)))));
    }

    @Test
    void compactLineOfADropKnowsNoDirection() {
        assertEquals(
                "Mar  5 01:02:03.456: alliance/xwing:40000 (ID:1002) <> empire/deathstar:80"
                        + " (ID:1001) Policy denied DROPPED (TCP Flags: SYN)\n",
                printed(Look.plain(Look.Form.COMPACT), of(flow(1, 133, Verdict.DROPPED))));
    }

    @Test
    void compactLineOfAVerdictNamesThePolicyWhenAsked() {
        Flow.Builder verdict =
                flow(5, 0, Verdict.FORWARDED)
                        .setIsReply(BoolValue.of(false))
                        .setTrafficDirection(TrafficDirection.INGRESS)
                        .setPolicyMatchType(2)
                        .addIngressAllowedBy(
                                Policy.newBuilder()
                                        .setName("rule1")
                                        .setKind("CiliumNetworkPolicy"));
        Look named =
                new Look(
                        Look.Form.COMPACT,
                        TimeFormat.RFC3339_MILLI,
                        true,
                        true,
                        true,
                        false,
                        false);
        assertEquals(
                "2026-03-05T01:02:03.456Z [tatooine]: alliance/xwing:40000 (ID:1002) ->"
                        + " empire/deathstar:80 (ID:1001) policy-verdict:L3-L4 INGRESS ALLOWED BY"
                        + " rule1 (CiliumNetworkPolicy) (TCP Flags: SYN)\n",
                printed(named, of(verdict)));
    }

    @Test
    void reservedIdentitiesAndAddressesWithoutNames() {
        Flow.Builder world =
                xwing().setSource(Endpoint.newBuilder().setIdentity(2))
                        .setDestination(Endpoint.newBuilder().setIdentity(1))
                        .setIP(IP.newBuilder().setSource("fd00::1").setDestination("fd00::2"));
        assertEquals(
                "Mar  5 01:02:03.456: [fd00::1]:40000 (world) -> [fd00::2]:80 (host) to-endpoint"
                        + " FORWARDED (TCP Flags: SYN)\n",
                printed(Look.plain(Look.Form.COMPACT), of(world)));
    }

    @Test
    void frameWithoutIpShowsItsMacs() {
        Flow.Builder frame =
                xwing().clearIP()
                        .clearL4()
                        .setEthernet(
                                Ethernet.newBuilder()
                                        .setSource("02:00:00:00:00:01")
                                        .setDestination("02:00:00:00:00:02"))
                        .clearSource()
                        .clearDestination();
        assertEquals(
                "Mar  5 01:02:03.456: 02:00:00:00:00:01 (unknown) -> 02:00:00:00:00:02 (unknown)"
                        + " to-endpoint FORWARDED (TCP Flags: SYN)\n",
                printed(Look.plain(Look.Form.COMPACT), of(frame)));
    }

    @Test
    void coloursAreForThoseWhoAsk() {
        Look coloured =
                new Look(
                        Look.Form.COMPACT,
                        TimeFormat.STAMP_MILLI,
                        false,
                        false,
                        false,
                        true,
                        false);
        assertEquals(
                "Mar  5 01:02:03.456: \u001b[36m10.0.0.1:\u001b[33m40000\u001b[0m\u001b[0m"
                        + " \u001b[35m(ID:1002)\u001b[0m ->"
                        + " \u001b[36m10.0.0.2:\u001b[33m80\u001b[0m\u001b[0m"
                        + " \u001b[35m(ID:1001)\u001b[0m to-endpoint \u001b[32mFORWARDED\u001b[0m"
                        + " (TCP Flags: SYN)\n",
                printed(coloured, of(xwing())));
    }

    @Test
    void namesHaveNoPowerOverTheTerminal() {
        Flow.Builder evil = xwing().setSource(endpoint(1002, "a", "x\u001b[2Jy\rz"));
        assertEquals(
                "Mar  5 01:02:03.456: a/x^[[2Jy\\rz:40000 (ID:1002) -> empire/deathstar:80"
                        + " (ID:1001) to-endpoint FORWARDED (TCP Flags: SYN)\n",
                printed(Look.plain(Look.Form.COMPACT), of(evil)));
    }

    @Test
    void lostEventsInEachForm() {
        GetFlowsResponse lost =
                GetFlowsResponse.newBuilder()
                        .setLostEvents(
                                LostEvent.newBuilder()
                                        .setSource(LostEventSource.HUBBLE_RING_BUFFER)
                                        .setNumEventsLost(42)
                                        .setCpu(Int32Value.of(3)))
                        .build();
        assertEquals(
                "EVENTS LOST: HUBBLE_RING_BUFFER CPU(3) 42\n",
                printed(Look.plain(Look.Form.COMPACT), lost));
        out.getBuffer().setLength(0);
        assertEquals(
                """
                  TIMESTAMP:\s
                     SOURCE: HUBBLE_RING_BUFFER
                       TYPE: EVENTS LOST
                    VERDICT:\s
                    SUMMARY: CPU(3) - 42
                """,
                printed(Look.plain(Look.Form.DICT), lost));
    }

    @Test
    void dictOfTwoFlows() {
        String one =
                """
                  TIMESTAMP: Mar  5 01:02:03.456
                     SOURCE: alliance/xwing:40000
                DESTINATION: empire/deathstar:80
                       TYPE: to-endpoint
                    VERDICT: FORWARDED
                    SUMMARY: TCP Flags: SYN
                """;
        assertEquals(
                one + "------------\n" + one,
                printed(Look.plain(Look.Form.DICT), of(xwing()), of(xwing())));
    }

    @Test
    void tableIsLinedUp() {
        assertEquals(
                """
                TIMESTAMP             SOURCE                 DESTINATION           TYPE            VERDICT     SUMMARY
                Mar  5 01:02:03.456   alliance/xwing:40000   empire/deathstar:80   to-endpoint     FORWARDED   TCP Flags: SYN
                Mar  5 01:02:03.456   alliance/xwing:40000   empire/deathstar:80   Policy denied   DROPPED     TCP Flags: SYN
                """,
                printed(
                        Look.plain(Look.Form.TABLE),
                        of(xwing()),
                        of(flow(1, 133, Verdict.DROPPED))));
    }

    @Test
    void jsonHasTheNamesOfTheProtoInTheirOrder() {
        assertEquals(
                "{\"flow\":{\"time\":\"2026-03-05T01:02:03.456Z\",\"verdict\":\"FORWARDED\","
                        + "\"IP\":{\"source\":\"10.0.0.1\",\"destination\":\"10.0.0.2\"},"
                        + "\"l4\":{\"TCP\":{\"source_port\":40000,\"destination_port\":80,"
                        + "\"flags\":{\"SYN\":true}}},"
                        + "\"source\":{\"identity\":1002,\"namespace\":\"alliance\","
                        + "\"pod_name\":\"xwing\"},"
                        + "\"destination\":{\"identity\":1001,\"namespace\":\"empire\","
                        + "\"pod_name\":\"deathstar\"},"
                        + "\"node_name\":\"tatooine\",\"event_type\":{\"type\":4},"
                        + "\"is_reply\":false,\"Summary\":\"TCP Flags: SYN\"},"
                        + "\"node_name\":\"tatooine\",\"time\":\"2026-03-05T01:02:03.456Z\"}\n",
                printed(Look.plain(Look.Form.JSON), of(xwing())));
    }

    @Test
    void badNewsOfNodesGoToTheErrors() {
        GetFlowsResponse news =
                GetFlowsResponse.newBuilder()
                        .setNodeStatus(
                                NodeStatusEvent.newBuilder()
                                        .setStateChange(NodeState.NODE_UNAVAILABLE)
                                        .addAllNodeNames(List.of("hoth", "endor")))
                        .setNodeName("tatooine")
                        .setTime(TIME)
                        .build();
        GetFlowsResponse good =
                news.toBuilder()
                        .setNodeStatus(
                                news.getNodeStatus().toBuilder()
                                        .setStateChange(NodeState.NODE_CONNECTED))
                        .build();
        assertEquals("", printed(Look.plain(Look.Form.COMPACT), good, news));
        assertEquals(
                "Mar  5 01:02:03.456 [tatooine]: 2 nodes are unavailable: hoth, endor\n",
                err.toString());
    }

    @Test
    void agentEvents() {
        FlowPrinter printer =
                FlowPrinter.of(
                        Look.plain(Look.Form.COMPACT),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        printer.print(
                GetAgentEventsResponse.newBuilder()
                        .setTime(TIME)
                        .setAgentEvent(
                                AgentEvent.newBuilder()
                                        .setType(AgentEventType.ENDPOINT_CREATED)
                                        .setEndpointUpdate(
                                                EndpointUpdateNotification.newBuilder()
                                                        .setId(7)
                                                        .setNamespace("empire")
                                                        .setPodName("deathstar")))
                        .build());
        assertEquals(
                "Mar  5 01:02:03.456: ENDPOINT_CREATED (id: 7, namespace: empire, pod name:"
                        + " deathstar)\n",
                out.toString());
    }
}

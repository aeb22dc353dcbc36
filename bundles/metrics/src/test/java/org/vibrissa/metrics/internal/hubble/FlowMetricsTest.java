package org.vibrissa.metrics.internal.hubble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.flow.FlowKind;

class FlowMetricsTest {
    private final TestNames names = new TestNames();
    private final TestEvent event = new TestEvent();

    /** What the metrics say of the event, once for each change of it. */
    @SafeVarargs
    private Map<String, Double> count(String spec, Consumer<TestEvent>... changes) {
        FlowMetrics metrics = FlowMetrics.of(List.of(spec), 100);
        assertEquals(List.of(), metrics.problems());
        Facts facts = new Facts(names);
        for (Consumer<TestEvent> change : changes) {
            change.accept(event);
            metrics.all().forEach(metric -> metric.count(facts.of(event)));
        }
        Counted counted = new Counted();
        metrics.all().forEach(metric -> metric.table().tell(counted));
        return counted.values();
    }

    private static void asIs(TestEvent event) {
        // Nothing changes.
    }

    private static Consumer<TestEvent> dropped(int reason) {
        return e -> {
            e.kind = FlowKind.DROP;
            e.verdict = Facts.DROPPED;
            e.dropReason = reason;
        };
    }

    @Test
    void countsEveryEventByTypeAndVerdict() {
        assertEquals(
                Map.of(
                        "hubble_flows_processed_total{protocol=TCP,type=Trace,"
                                + "subtype=to-endpoint,verdict=FORWARDED}",
                        2.0,
                        "hubble_flows_processed_total{protocol=TCP,type=Drop,subtype=,"
                                + "verdict=DROPPED}",
                        1.0),
                count("flow", FlowMetricsTest::asIs, FlowMetricsTest::asIs, dropped(133)));
    }

    @Test
    void countsDropsByReasonAndEnds() {
        assertEquals(
                Map.of(
                        "hubble_drop_total{reason=POLICY_DENIED,protocol=TCP,"
                                + "source=any:app=fighter,any:org=empire,"
                                + "destination=space/deathstar}",
                        1.0),
                count(
                        "drop:sourceContext=identity;destinationContext=pod",
                        FlowMetricsTest::asIs,
                        dropped(133)));
    }

    @Test
    void countsFlagsOfForwardedTcp() {
        assertEquals(
                Map.of(
                        "hubble_tcp_flags_total{flag=SYN,family=IPv4}", 1.0,
                        "hubble_tcp_flags_total{flag=SYN-ACK,family=IPv4}", 1.0,
                        "hubble_tcp_flags_total{flag=FIN,family=IPv4}", 1.0,
                        "hubble_tcp_flags_total{flag=RST,family=IPv4}", 1.0),
                count(
                        "tcp",
                        FlowMetricsTest::asIs,
                        e -> e.tcpFlags = 0x12,
                        e -> e.tcpFlags = 0x11,
                        e -> e.tcpFlags = 0x14,
                        e -> e.tcpFlags = 0x10,
                        e -> {
                            e.tcpFlags = 2;
                            e.protocol = 17;
                        },
                        dropped(133)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 0, IPv4, EchoRequest",
        "1, 3, 3, IPv4, DestinationUnreachable(Port)",
        "1, 3, 99, IPv4, DestinationUnreachable(Code: 99)",
        "1, 250, 4, IPv4, 250(4)",
        "58, 135, 0, IPv6, NeighborSolicitation",
        "58, 1, 4, IPv6, DestinationUnreachable(PortUnreachable)"
    })
    void namesIcmpMessages(int protocol, int type, int code, String family, String name) {
        assertEquals(
                Set.of("hubble_icmp_total{family=" + family + ",type=" + name + "}"),
                count(
                                "icmp",
                                e -> {
                                    e.protocol = protocol;
                                    e.icmpType = type;
                                    e.icmpCode = code;
                                })
                        .keySet());
    }

    @Test
    void countsPortsOfWhoIsAskedAlone() {
        assertEquals(
                Map.of("hubble_port_distribution_total{protocol=TCP,port=80}", 1.0),
                count(
                        "port-distribution",
                        FlowMetricsTest::asIs,
                        e -> e.reply = true,
                        e -> {
                            e.reply = false;
                            e.traceReason = 0;
                        },
                        dropped(133)));
    }

    @Test
    void countsFlowsToTheWorldWithItsOptions() {
        Consumer<TestEvent> world = e -> e.destinationIdentity = 2;
        assertEquals(
                Map.of(
                        "hubble_flows_to_world_total{protocol=TCP,verdict=FORWARDED,port=80}", 1.0,
                        "hubble_flows_to_world_total{protocol=TCP,verdict=DROPPED,port=80}", 2.0),
                count(
                        "flows-to-world:any-drop;port;syn-only",
                        FlowMetricsTest::asIs,
                        world,
                        e -> e.tcpFlags = 0x10,
                        e -> {
                            e.tcpFlags = 2;
                            dropped(133).accept(e);
                        },
                        dropped(130)));
    }

    @Test
    void leavesDropsForOtherReasonsThanPolicyOutOfTheWorld() {
        event.destinationIdentity = 2;
        assertEquals(Map.of(), count("flows-to-world", dropped(130)));
    }

    @Test
    void countsVerdictsButOfTheHostAndProbes() {
        Consumer<TestEvent> verdict =
                e -> {
                    e.kind = FlowKind.POLICY_VERDICT;
                    e.ofIngress = true;
                    e.ingressMatch = 2;
                };
        assertEquals(
                Map.of(
                        "hubble_policy_verdicts_total{direction=ingress,match=l3-l4,"
                                + "action=forwarded}",
                        1.0,
                        "hubble_policy_verdicts_total{direction=egress,match=none,action=dropped}",
                        1.0,
                        "hubble_policy_verdicts_total{direction=egress,match=none,action=audit}",
                        1.0),
                count(
                        "policy",
                        FlowMetricsTest::asIs,
                        verdict,
                        e -> {
                            e.ofIngress = false;
                            e.verdict = Facts.DROPPED;
                        },
                        e -> e.verdict = Facts.AUDIT,
                        e -> e.sourceIdentity = 1,
                        e -> e.sourceIdentity = 4));
    }

    @ParameterizedTest
    @CsvSource({
        "identity, 'any:app=fighter,any:org=empire'",
        "namespace, space",
        "pod, space/tiefighter-5f7b-x2x4q",
        "pod-short, space/tiefighter",
        "pod-name, tiefighter-5f7b-x2x4q",
        "dns, ''",
        "ip, 10.0.0.1",
        "reserved-identity, ''",
        "workload, space/tiefighter.service",
        "workload-name, tiefighter.service",
        "app, fighter",
        "reserved-identity|dns|ip, 10.0.0.1"
    })
    void namesTheSourceAsAsked(String context, String text) {
        assertEquals(
                Set.of("hubble_tcp_flags_total{flag=SYN,family=IPv4,source=" + text + "}"),
                count("tcp:sourceContext=" + context, FlowMetricsTest::asIs).keySet());
    }

    @Test
    void hasTheLabelsOfLabelsContextInTheirOrder() {
        assertEquals(
                Set.of(
                        "hubble_tcp_flags_total{flag=SYN,family=IPv4,source_ip=10.0.0.1,"
                                + "source_workload=tiefighter.service,destination_app=deathstar,"
                                + "traffic_direction=ingress}"),
                count(
                                "tcp:labelsContext=traffic_direction,source_workload,"
                                        + "destination_app,source_ip",
                                FlowMetricsTest::asIs)
                        .keySet());
    }

    @Test
    void takesTheContextOfTheDirection() {
        assertEquals(
                Set.of(
                        "hubble_tcp_flags_total{flag=SYN,family=IPv4,source=10.0.0.1}",
                        "hubble_tcp_flags_total{flag=SYN,family=IPv4,source=space}"),
                count(
                                "tcp:sourceContext=namespace;sourceIngressContext=ip",
                                FlowMetricsTest::asIs,
                                e -> e.direction = 2)
                        .keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "drpo ! there is no metric of this name",
                "'' ! it has no name",
                ":sourceContext=ip ! it has no name",
                "drop:sourceContext=planet ! there is no context \"planet\"",
                "drop:sourceContext= ! there is no context \"\"",
                "drop:sourceContex=ip ! it has no option sourcecontex",
                "drop:labelsContext=source_ip,colour ! labelsContext has no \"colour\"",
                "drop:sourceContext=ip;sourceContext=pod ! it has option sourceContext twice",
                "drop:; ! it has an option without a name",
                "dns:query ! no bundle here tells flows of dns",
                "tcp ! this metric is there already"
            })
    void namesWhatItDoesNotUnderstandAndRunsTheRest(String item, String problem) {
        FlowMetrics metrics = FlowMetrics.of(List.of("tcp", item, "icmp"), 100);
        assertEquals(2, metrics.all().size());
        assertEquals(1, metrics.problems().size());
        String told = metrics.problems().get(0);
        assertTrue(told.startsWith("metrics.hubble \"" + item + "\" is left out: "), told);
        assertTrue(told.contains(problem), told);
    }

    @Test
    void countsTogetherWhatIsTooMuch() {
        FlowMetrics metrics = FlowMetrics.of(List.of("port-distribution"), 10);
        Facts facts = new Facts(names);
        for (int port = 0; port < 1000; port++) {
            event.destinationPort = port;
            metrics.all().get(0).count(facts.of(event));
        }
        Counted counted = new Counted();
        metrics.all().get(0).table().tell(counted);
        assertEquals(10, counted.values().size());
        assertEquals(
                991.0,
                counted.values().get("hubble_port_distribution_total{protocol=other,port=other}"));
        assertEquals(991, metrics.all().get(0).table().folded());
    }

    @Test
    void countsWithoutAllocating() {
        FlowMetrics metrics =
                FlowMetrics.of(
                        List.of(
                                "flow:sourceContext=pod;destinationContext=identity",
                                "tcp:labelsContext=source_ip,destination_ip,traffic_direction",
                                "port-distribution:sourceContext=workload|reserved-identity|ip",
                                "flows-to-world:port",
                                "policy",
                                "drop"),
                        10_000);
        Facts facts = new Facts(names);
        Runnable round =
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        event.destinationPort = 1 + (i & 63);
                        event.source = 0x0a000000L + (i & 255);
                        facts.of(event);
                        for (int m = 0; m < metrics.all().size(); m++) {
                            metrics.all().get(m).count(facts);
                        }
                    }
                };
        round.run();
        round.run();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[5];
        for (int i = 0; i < bytes.length; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        // The compiler may allocate on this thread once; an allocation per event would be 320000.
        assertTrue(Arrays.stream(bytes).min().orElseThrow() < 2000, Arrays.toString(bytes));
    }
}

package org.vibrissa.metrics.internal.hubble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;

class FlowMetricsTest {
    /** Twice this many are counted for one look at what is allocated. */
    private static final int EVENTS = (1 << 14) - 1;

    private static final MadeEvent TRACE = MadeEvent.trace();
    private static final MadeEvent DENIED = MadeEvent.drop(133);
    private static final MadeEvent TO_WORLD = TRACE.identities(1001, 2);

    private final TestNames names = new TestNames();

    /** What the metrics say of the events. */
    private Map<String, Double> count(String spec, MadeEvent... events) {
        FlowMetrics metrics = FlowMetrics.of(List.of(spec), 100);
        assertEquals(List.of(), metrics.problems());
        Facts facts = new Facts(names);
        for (MadeEvent event : events) {
            facts.of(event.read());
            metrics.all().forEach(metric -> metric.count(facts));
        }
        Counted counted = new Counted();
        metrics.all().forEach(metric -> metric.table().tell(counted));
        return counted.values();
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
                count("flow", TRACE, TRACE, DENIED));
    }

    @Test
    void countsDropsByReasonAndEnds() {
        assertEquals(
                Map.of(
                        "hubble_drop_total{reason=POLICY_DENIED,protocol=TCP,"
                                + "source=any:app=fighter,any:org=empire,"
                                + "destination=space/deathstar}",
                        1.0),
                count("drop:sourceContext=identity;destinationContext=pod", TRACE, DENIED));
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
                        TRACE,
                        TRACE.tcpFlags(0x12),
                        TRACE.tcpFlags(0x11),
                        TRACE.tcpFlags(0x14),
                        TRACE.tcpFlags(0x10),
                        TRACE.protocol(MadeEvent.UDP).tcpFlags(2),
                        DENIED));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0, IPv4, EchoRequest",
        "3, 3, IPv4, DestinationUnreachable(Port)",
        "3, 99, IPv4, DestinationUnreachable(Code: 99)",
        "250, 4, IPv4, 250(4)",
        "135, 0, IPv6, NeighborSolicitation",
        "1, 4, IPv6, DestinationUnreachable(PortUnreachable)"
    })
    void namesIcmpMessages(int type, int code, String family, String name) {
        MadeEvent packet =
                family.equals("IPv6") ? TRACE.from("fd00::1", 0).to("fd00::2", 0) : TRACE;
        assertEquals(
                Set.of("hubble_icmp_total{family=" + family + ",type=" + name + "}"),
                count("icmp", packet.icmp(type, code)).keySet());
    }

    @Test
    void countsPortsOfWhoIsAskedAlone() {
        assertEquals(
                Map.of("hubble_port_distribution_total{protocol=TCP,port=80}", 1.0),
                count("port-distribution", TRACE, TRACE.reply(), TRACE.reason(0), DENIED));
    }

    @Test
    void countsFlowsToTheWorldWithItsOptions() {
        assertEquals(
                Map.of(
                        "hubble_flows_to_world_total{protocol=TCP,verdict=FORWARDED,port=80}", 1.0,
                        "hubble_flows_to_world_total{protocol=TCP,verdict=DROPPED,port=80}", 2.0),
                count(
                        "flows-to-world:any-drop;port;syn-only",
                        TRACE,
                        TO_WORLD,
                        TO_WORLD.tcpFlags(0x10),
                        DENIED.identities(1001, 2),
                        MadeEvent.drop(130).identities(1001, 2)));
    }

    @Test
    void leavesDropsForOtherReasonsThanPolicyOutOfTheWorld() {
        assertEquals(Map.of(), count("flows-to-world", MadeEvent.drop(130).identities(1001, 2)));
    }

    @Test
    void countsVerdictsButOfTheHostAndProbes() {
        MadeEvent ingress = MadeEvent.policyVerdict(true, 1, 0, 2);
        MadeEvent egress = MadeEvent.policyVerdict(false, 2, 0, 0);
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
                        TRACE,
                        ingress,
                        egress,
                        egress.audited(false, 2, 0, 0),
                        egress.identities(1, 1002),
                        egress.identities(4, 1002)));
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
                count("tcp:sourceContext=" + context, TRACE).keySet());
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
                                TRACE)
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
                                TRACE,
                                TRACE.direction(2))
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
            metrics.all().get(0).count(facts.of(TRACE.to("10.0.0.2", port).read()));
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
        MadeFlowLog log = new MadeFlowLog(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            log.write(TRACE.from("10.0.0." + (i & 255), 40_000).to("10.0.0.2", 1 + (i & 63)));
        }
        FlowCursor cursor = log.log().fromNewest("test");
        Runnable round =
                () -> {
                    while (cursor.previous()) {
                        count(metrics, facts.of(cursor.event()));
                    }
                    while (cursor.next()) {
                        count(metrics, facts.of(cursor.event()));
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

    private static void count(FlowMetrics metrics, Facts facts) {
        for (int m = 0; m < metrics.all().size(); m++) {
            metrics.all().get(m).count(facts);
        }
    }
}

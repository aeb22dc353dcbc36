package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.FlowFollower;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Workload;

/** The flows of all hosts, asked of one. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class FlowsOfTheFleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void oneHostTellsTheFlowsOfAllInOrderAndResumesThatOfOneThatWasKilled(Lab lab) {
        Fleet fleet = Fleet.of(lab, 3).start().mode("vxlan").join();
        fleet.hosts().forEach(host -> host.cli("config", "set", "hubble.listen", ":4244"));
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        Workload c = fleet.host(3).workload("c").join();
        fleet.awaitPath(a, b);
        fleet.awaitPath(b, c);
        Host first = fleet.host(1);
        Set<String> names =
                fleet.hosts().stream()
                        .map(Host::node)
                        .collect(Collectors.toCollection(TreeSet::new));
        awaitConnected(first, 3);

        List<JsonNode> past = flows(first.cli("observe", "--all-nodes", "--all", "-o", "json"));
        assertEquals(names, nodes(past));
        assertInOrder(past);

        FlowFollower follower = FlowFollower.start(lab, first, "--all-nodes");
        follower.awaitNews("NODE_CONNECTED");
        int seen = follower.flows().size();
        fleet.awaitPath(a, b);
        Await.until("flows of both hosts", PATIENCE, () -> follower.flows().size() >= seen + 2);
        fleet.host(2).kill();
        follower.awaitNews("NODE_UNAVAILABLE");
        assertTrue(b.namespace().pings(c.v4()), "the datapath stands still");
        fleet.host(2).start();
        awaitConnected(first, 3);
        fleet.awaitPath(b, c);
        String back = fleet.host(2).node();
        Await.until(
                "flows of the host that is back",
                PATIENCE,
                () -> newest(follower.flows(), back).isAfter(Instant.now().minusSeconds(20)),
                follower::news);
        List<String> uuids =
                follower.flows().stream().map(flow -> flow.path("uuid").asText()).toList();
        assertEquals(uuids.size(), new HashSet<>(uuids).size(), "a flow was told twice");
        assertNoGap(follower, back);

        Outcome status = first.cli("hubble", "status", "--all-nodes").expectOk();
        assertTrue(status.out().contains("Connected Nodes: 3/3"), status::toString);
        fleet.host(3).stop();
        Outcome away = first.cli("hubble", "status", "--all-nodes").expectOk();
        assertTrue(away.out().contains("Connected Nodes: 2/3"), away::toString);
        assertTrue(away.out().contains("  - " + fleet.host(3).node()), away::toString);
    }

    private static void awaitConnected(Host host, int nodes) {
        Await.until(
                nodes + " nodes that answer",
                PATIENCE,
                () ->
                        host.cli("hubble", "status", "--all-nodes")
                                .out()
                                .contains("Connected Nodes: " + nodes + "/" + nodes),
                () -> host.cli("hubble", "list", "nodes").toString() + host.logTail());
    }

    private static List<JsonNode> flows(Outcome observed) {
        List<JsonNode> flows = new ArrayList<>();
        for (String line : observed.expectOk().out().lines().toList()) {
            JsonNode flow = new Outcome(observed.command(), 0, line, "").json().path("flow");
            if (flow.isObject()) {
                flows.add(flow);
            }
        }
        return flows;
    }

    private static Set<String> nodes(List<JsonNode> flows) {
        return flows.stream()
                .map(flow -> flow.path("node_name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Events of a host are a little out of order by themselves: its CPUs write at once. */
    private static void assertInOrder(List<JsonNode> flows) {
        Instant last = Instant.MIN;
        for (JsonNode flow : flows) {
            Instant time = Instant.parse(flow.path("time").asText());
            assertTrue(
                    last.equals(Instant.MIN) || !time.isBefore(last.minusMillis(100)),
                    () -> "out of order: " + flow);
            last = time.isAfter(last) ? time : last;
        }
    }

    private static Instant newest(List<JsonNode> flows, String node) {
        return flows.stream()
                .filter(flow -> flow.path("node_name").asText().equals(node))
                .map(flow -> Instant.parse(flow.path("time").asText()))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** Names of events hold their sequence: what is missing must have been told as lost. */
    private static void assertNoGap(FlowFollower follower, String node) {
        List<Long> sequences =
                follower.flows().stream()
                        .filter(flow -> flow.path("node_name").asText().equals(node))
                        .map(flow -> sequence(flow.path("uuid").asText()))
                        .sorted()
                        .toList();
        long missing =
                sequences.get(sequences.size() - 1) - sequences.get(0) + 1 - sequences.size();
        long lost =
                follower.answers().stream()
                        .map(answer -> answer.path("lost_events"))
                        .mapToLong(each -> each.path("num_events_lost").asLong())
                        .sum();
        assertEquals(lost, missing, () -> "events that nobody told of: " + sequences);
    }

    private static long sequence(String uuid) {
        return Long.parseUnsignedLong(uuid.substring(24), 16);
    }
}

package org.vibrissa.policy.internal.seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Conntrack.Flow;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.net.IpAddresses;

final class LoggedFlowsTest {
    private static final MadeEvent CALL = MadeEvent.trace();
    private static final MadeEvent ANSWER =
            CALL.from("10.0.0.2", 80)
                    .to("10.0.0.1", 40000)
                    .identities(1002, 1001)
                    .endpoints(2, 1)
                    .reply();

    private final MadeFlowLog made = new MadeFlowLog(127);
    private final LoggedFlows flows = new LoggedFlows(new SeenFlows(made.log()));

    private List<Flow> beside(Flow... tracked) {
        return flows.beside(List.of(tracked), (id, address) -> true);
    }

    private static String text(Flow flow) {
        return "%s:%d > %s:%d %d, %d > %d, %d %s"
                .formatted(
                        IpAddresses.format(flow.source()),
                        flow.sourcePort(),
                        IpAddresses.format(flow.destination()),
                        flow.destinationPort(),
                        flow.protocol(),
                        flow.sourceIdentity(),
                        flow.destinationIdentity(),
                        flow.forwardPackets(),
                        flow.state());
    }

    @Test
    void eventsOfBothDirectionsAreOneFlow() {
        made.write(CALL.counts(3, 300), ANSWER.counts(2, 200), CALL.counts(4, 400));

        assertEquals(
                List.of("10.0.0.1:40000 > 10.0.0.2:80 6, 1001 > 1002, 9 SEEN"),
                beside().stream().map(LoggedFlowsTest::text).toList());
    }

    @Test
    void droppedFlowIsAmongThem() {
        made.write(
                MadeEvent.policyVerdict(true, 2, 0, 0), MadeEvent.drop(133), MadeEvent.drop(133));

        assertEquals(
                List.of("10.0.0.1:40000 > 10.0.0.2:80 6, 1001 > 1002, 2 DROPPED"),
                beside().stream().map(LoggedFlowsTest::text).toList());
    }

    @Test
    void trackedFlowIsNotToldTwice() {
        made.write(CALL);
        Flow tracked =
                new Flow(
                        IpAddresses.parse("10.0.0.1"),
                        40000,
                        IpAddresses.parse("10.0.0.2"),
                        80,
                        6,
                        "ESTABLISHED",
                        Duration.ofSeconds(5),
                        1,
                        1,
                        1,
                        1,
                        1001,
                        1002);

        assertEquals(List.of(), beside(tracked));
    }

    @Test
    void flowOfAnEndpointThatIsGoneIsLeftOut() {
        made.write(CALL);

        assertEquals(List.of(), flows.beside(List.of(), (id, address) -> id != 1));
    }

    @Test
    void icmpFlowHasTheTypeOfItsRequest() {
        made.write(CALL.icmp(8, 0), ANSWER.icmp(0, 0).reply());

        assertEquals(
                List.of("10.0.0.1:0 > 10.0.0.2:8 1, 1001 > 1002, 1 SEEN"),
                beside().stream().map(LoggedFlowsTest::text).toList());
    }

    @Test
    void thereAreNoneWithoutALog() {
        SeenFlows none = new SeenFlows();

        assertFalse(none.any());
        assertEquals(List.of(), new LoggedFlows(none).beside(List.of(), (id, address) -> true));
    }
}

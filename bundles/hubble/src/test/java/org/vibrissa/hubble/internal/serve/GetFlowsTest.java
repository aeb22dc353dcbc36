package org.vibrissa.hubble.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.made.Received;
import org.vibrissa.hubble.proto.detail.FlowDetail;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;

/** GetFlows over a real connection. */
final class GetFlowsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;
    private MadeServer made;

    @BeforeEach
    void start() throws Exception {
        made = new MadeServer(folder, 1023);
    }

    @AfterEach
    void stop() throws Exception {
        made.close();
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            made.log().write(event(i));
        }
    }

    /** Every tenth is a drop. */
    private static MadeEvent event(int i) {
        MadeEvent event = i % 10 == 0 ? MadeEvent.drop(133) : MadeEvent.trace();
        return event.from("10.0.0.1", 10000 + i).at(BEGIN.plusMillis(i));
    }

    private List<Integer> ports(Consumer<GetFlowsRequest.Builder> request) {
        GetFlowsRequest.Builder builder = GetFlowsRequest.newBuilder();
        request.accept(builder);
        Iterator<GetFlowsResponse> answers =
                ObserverGrpc.newBlockingStub(made.connect()).getFlows(builder.build());
        List<Integer> ports = new ArrayList<>();
        answers.forEachRemaining(
                answer -> ports.add(answer.getFlow().getL4().getTCP().getSourcePort() - 10000));
        return ports;
    }

    private Received follow(Consumer<GetFlowsRequest.Builder> request) {
        Received received = Received.reading();
        GetFlowsRequest.Builder builder = GetFlowsRequest.newBuilder().setFollow(true);
        request.accept(builder);
        ObserverGrpc.newStub(made.connect()).getFlows(builder.build(), received);
        return received;
    }

    private static Timestamp time(int i) {
        Instant at = BEGIN.plusMillis(i);
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static FlowFilter drops() {
        return FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
    }

    @Test
    void tellsTheLastOnes() {
        write(0, 100);
        assertEquals(List.of(97, 98, 99), ports(request -> request.setNumber(3)));
    }

    @Test
    void countsBackwardsOnlyWhatMatches() {
        write(0, 100);
        assertEquals(List.of(70, 80, 90), ports(r -> r.setNumber(3).addWhitelist(drops())));
        assertEquals(List.of(97, 98, 99), ports(r -> r.setNumber(3).addBlacklist(drops())));
    }

    @Test
    void tellsTheFirstOnes() {
        write(0, 100);
        assertEquals(List.of(0, 1, 2), ports(r -> r.setNumber(3).setFirst(true)));
        assertEquals(
                List.of(0, 10), ports(r -> r.setNumber(2).setFirst(true).addWhitelist(drops())));
    }

    @Test
    void tellsAllWithoutNumber() {
        write(0, 50);
        assertEquals(50, ports(request -> {}).size());
    }

    @Test
    void tellsThoseBetweenTwoTimes() {
        write(0, 100);
        assertEquals(List.of(40, 41, 42), ports(r -> r.setSince(time(40)).setUntil(time(42))));
        assertEquals(List.of(40, 41), ports(r -> r.setSince(time(40)).setNumber(2)));
    }

    @Test
    void tellsNothingSinceATimeToCome() {
        write(0, 10);
        assertEquals(List.of(), ports(r -> r.setSince(time(3_600_000))));
    }

    @Test
    void followsFromATimeToComeOn() {
        write(0, 10);
        Received received = follow(r -> r.setSince(time(500)));
        Await.until("the client", () -> made.server().clients() == 1);
        write(499, 501);
        List<Flow> flows = received.awaitFlows(1);
        assertEquals(10500, flows.get(0).getL4().getTCP().getSourcePort());
        assertEquals(1, flows.size());
    }

    @Test
    void anEmptyLogEndsAtOnce() {
        assertEquals(List.of(), ports(request -> request.setNumber(20)));
    }

    @Test
    void followsAfterTheLastOnes() {
        write(0, 20);
        Received received = follow(request -> request.setNumber(2));
        received.awaitFlows(2);
        write(20, 25);
        List<Flow> flows = received.awaitFlows(7);
        assertEquals(10018, flows.get(0).getL4().getTCP().getSourcePort());
        assertEquals(10024, flows.get(6).getL4().getTCP().getSourcePort());
        assertTrue(received.end().isEmpty());
    }

    @Test
    void aStreamUntilATimeEnds() {
        write(0, 20);
        Received received = follow(r -> r.setNumber(2).setUntil(time(22)));
        received.awaitFlows(2);
        write(20, 30);
        assertEquals(Status.Code.OK, received.awaitEnd().getCode());
        assertEquals(5, received.flows().size());
    }

    @Test
    void refusesFirstWithFollow() {
        Received received = follow(request -> request.setFirst(true));
        assertEquals(Status.Code.INVALID_ARGUMENT, received.awaitEnd().getCode());
    }

    @Test
    void namesTheFilterThatIsWrong() {
        StatusRuntimeException refused =
                Assertions.assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                ports(
                                        r ->
                                                r.addWhitelist(drops())
                                                        .addWhitelist(
                                                                FlowFilter.newBuilder()
                                                                        .addSourceIp(
                                                                                "10.0.0.0/99"))));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        String why = refused.getStatus().getDescription();
        assertTrue(why.startsWith("whitelist[1].source_ip: \"10.0.0.0/99\": "), why);
    }

    @Test
    void refusesAFieldMaskOfNoFlow() {
        StatusRuntimeException refused =
                Assertions.assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                ports(
                                        r ->
                                                r.setFieldMask(
                                                        FieldMask.newBuilder()
                                                                .addPaths("time")
                                                                .addPaths("l4.QUIC"))));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertTrue(refused.getStatus().getDescription().contains("l4.QUIC"));
    }

    @Test
    void refusesARequestOfTwoMegabytes() {
        StatusRuntimeException refused =
                Assertions.assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                ports(
                                        r ->
                                                r.addWhitelist(
                                                        FlowFilter.newBuilder()
                                                                .addSourcePod(
                                                                        "x".repeat(2 << 20)))));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
        assertEquals(List.of(), ports(request -> request.setNumber(1)), "it still serves");
    }

    @Test
    void aClientThatNeverReadsLosesOnlyItsOwn() {
        Received stuck = Received.idle();
        ObserverGrpc.newStub(made.connect())
                .getFlows(GetFlowsRequest.newBuilder().setFollow(true).build(), stuck);
        Received other = follow(request -> {});
        Await.until("two clients", () -> made.server().clients() == 2);
        int all = 20_000;
        for (int i = 0; i < all; i += 200) {
            write(i, i + 200);
            int sofar = i + 200;
            Await.until("the other client", () -> other.flows().size() == sofar);
        }
        assertEquals(List.of(), other.losses(), "nobody else loses any");
        stuck.read(Integer.MAX_VALUE);
        write(all, all + 1);
        Await.until(
                "all to be told or counted",
                () ->
                        stuck.flows().size()
                                        + stuck.losses().stream()
                                                .mapToLong(LostEvent::getNumEventsLost)
                                                .sum()
                                == all + 1);
        assertTrue(stuck.losses().size() >= 1);
        assertTrue(
                stuck.losses().stream()
                        .allMatch(l -> l.getSource() == LostEventSource.HUBBLE_RING_BUFFER));
        // The account is brought up to date after a client has its flows.
        Await.until(
                "the account of both clients",
                () -> made.server().account().read().taken() == 2L * (all + 1));
        FlowAccount.Reading books = made.server().account().read();
        assertEquals(
                books.taken(), books.sent() + books.filtered() + books.dropped() + books.pending());
    }

    @Test
    void aClientThatGoesLeavesNothingBehind() {
        Received received = follow(request -> {});
        Await.until("the client", () -> made.server().clients() == 1);
        write(0, 10);
        received.awaitFlows(10);
        received.cancel();
        Await.until("it to be forgotten", () -> made.server().clients() == 0);
        write(10, 20);
        assertEquals(List.of(18, 19), ports(request -> request.setNumber(2)));
    }

    @Test
    void serves1000Clients() {
        var channel = made.connect();
        List<Received> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Received received = Received.reading();
            all.add(received);
            ObserverGrpc.newStub(channel)
                    .getFlows(
                            GetFlowsRequest.newBuilder()
                                    .setFollow(true)
                                    .addWhitelist(drops())
                                    .build(),
                            received);
        }
        Await.until("1000 clients", () -> made.server().clients() == 1000);
        write(0, 100);
        for (Received received : all) {
            Await.until("its drops", () -> received.flows().size() == 10);
            assertEquals(List.of(), received.losses());
        }
    }

    @Test
    void aStopIsToldAndTheStreamCanBeResumedWithoutDuplicates() throws Exception {
        Received received = follow(request -> {});
        Await.until("the client", () -> made.server().clients() == 1);
        write(0, 10);
        List<Flow> before = received.awaitFlows(10);
        made.server().close();
        Status end = received.awaitEnd();
        assertEquals(Status.Code.UNAVAILABLE, end.getCode());
        assertTrue(end.getDescription().contains("since"), end.getDescription());

        try (HubbleServer again =
                HubbleServer.start(
                        org.vibrissa.hubble.internal.made.MadeSource.of(
                                made.log().log(), made.ledger()),
                        made.events(),
                        java.util.TreeMap::new,
                        made.socket())) {
            write(10, 15);
            Flow last = before.get(9);
            Received resumed = follow(request -> request.setSince(last.getTime()));
            List<Flow> after = resumed.awaitFlows(6);
            assertEquals(last.getUuid(), after.get(0).getUuid(), "the same name for the same flow");
            assertEquals(10014, after.get(5).getL4().getTCP().getSourcePort());
            assertEquals(1, again.clients());
        }
    }

    @Test
    void tellsWhenTheFlowBundleStops() {
        Received received = follow(request -> {});
        Await.until("the client", () -> made.server().clients() == 1);
        made.log().end();
        Status end = received.awaitEnd();
        assertEquals(Status.Code.UNAVAILABLE, end.getCode());
        assertTrue(end.getDescription().contains("flow bundle"), end.getDescription());
    }

    @Test
    void tellsWhatTheKernelLost() {
        Received received = follow(request -> {});
        Await.until("the client", () -> made.server().clients() == 1);
        made.ledger().lose("ring-full", 1, 42);
        made.ledger().lose("rate-limit", 1, 1000);
        Await.until("the loss", () -> !received.losses().isEmpty());
        LostEvent lost = received.losses().get(0);
        assertEquals(LostEventSource.PERF_EVENT_RING_BUFFER, lost.getSource());
        assertEquals(42, lost.getNumEventsLost());
        assertEquals(1, lost.getCpu().getValue());
        assertEquals(1, received.losses().size());
    }

    @Test
    void onlyAClientThatKnowsOurMessageGetsIt() throws Exception {
        write(1, 2);
        ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(made.connect());
        GetFlowsRequest one = GetFlowsRequest.newBuilder().setNumber(1).build();
        assertTrue(!stub.getFlows(one).next().getFlow().hasExtensions());
        Flow whole =
                stub.getFlows(
                                one.toBuilder()
                                        .setExtensions(Any.pack(FlowDetail.getDefaultInstance()))
                                        .build())
                        .next()
                        .getFlow();
        FlowDetail detail = whole.getExtensions().unpack(FlowDetail.class);
        assertEquals("dlv", detail.getChain());
        assertEquals(74, detail.getBytes());
        assertEquals("lxc12", detail.getOutInterface());
    }

    @Test
    void makesOnlyTheFieldsOfTheMask() {
        write(1, 2);
        GetFlowsRequest request =
                GetFlowsRequest.newBuilder()
                        .setNumber(1)
                        .setFieldMask(
                                FieldMask.newBuilder()
                                        .addPaths("time")
                                        .addPaths("source.pod_name")
                                        .addPaths("l4.TCP.flags")
                                        .addPaths("IP.source"))
                        .build();
        Flow flow = ObserverGrpc.newBlockingStub(made.connect()).getFlows(request).next().getFlow();
        Flow.Builder wanted = Flow.newBuilder().setTime(time(1));
        wanted.getSourceBuilder().setPodName("deathstar-1");
        wanted.getL4Builder().getTCPBuilder().getFlagsBuilder().setSYN(true);
        wanted.getIPBuilder().setSource("10.0.0.1");
        assertEquals(wanted.build(), flow);
    }
}

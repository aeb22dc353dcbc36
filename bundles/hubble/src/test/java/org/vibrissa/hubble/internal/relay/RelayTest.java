package org.vibrissa.hubble.internal.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.cel.internal.CelCompiler;
import org.vibrissa.hubble.internal.client.Channels;
import org.vibrissa.hubble.internal.client.ServerAddress;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.Received;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;
import org.vibrissa.hubble.proto.relay.NodeState;

/** Three nodes behind one listener. */
final class RelayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Waits QUICK =
            new Waits(200_000_000L, 5_000_000_000L, 20_000_000L, 100_000_000L);

    @TempDir private Path folder;

    private final Channels channels = new Channels();
    private final List<MadeNode> nodes = new ArrayList<>();
    private final SortedMap<String, PeerAddress> book = new TreeMap<>();
    private RelayServer relay;
    private ManagedChannel client;

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("alderaan", "bespin", "coruscant")) {
            MadeNode node = new MadeNode(folder, name, 1023);
            nodes.add(node);
            book.put(name, node.peer());
        }
        serve(QUICK);
    }

    private void serve(Waits waits) throws IOException {
        Links links =
                new Links(
                        this::book,
                        peer ->
                                channels.open(
                                        ServerAddress.parse(peer.address()), Optional.empty()),
                        "alderaan");
        Path socket = folder.resolve("relay.sock");
        relay = RelayServer.start("alderaan", links, waits, "0.1.0", socket);
        client = channels.open(ServerAddress.of(socket), Optional.empty());
    }

    private SortedMap<String, PeerAddress> book() {
        synchronized (book) {
            return new TreeMap<>(book);
        }
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        relay.close();
        nodes.forEach(MadeNode::close);
        channels.close();
    }

    private void write(int node, long millis) {
        nodes.get(node).log().write(MadeEvent.trace().at(START.plusMillis(millis)));
    }

    private Received get(GetFlowsRequest.Builder request) {
        Received received = Received.reading();
        ObserverGrpc.newStub(client).getFlows(request.build(), received);
        return received;
    }

    /** A node is told of when it answers, which is before its flows are asked for. */
    private void awaitFollowed(Received received) {
        Await.until("three nodes", () -> news(received, NodeState.NODE_CONNECTED).size() == 3);
        Await.until(
                "readers of their flows",
                () -> nodes.stream().allMatch(node -> node.clients() == 1));
    }

    private static List<Long> millis(List<Flow> flows) {
        return flows.stream()
                .map(flow -> Timestamps.toMillis(flow.getTime()) - START.toEpochMilli())
                .toList();
    }

    private static List<String> news(Received received, NodeState state) {
        return received.responses().stream()
                .filter(GetFlowsResponse::hasNodeStatus)
                .map(GetFlowsResponse::getNodeStatus)
                .filter(status -> status.getStateChange() == state)
                .flatMap(status -> status.getNodeNamesList().stream())
                .sorted()
                .toList();
    }

    @Test
    void passesExpressionsToTheNodes() {
        nodes.get(0).expressions().bind(new CelCompiler());
        nodes.get(1).expressions().bind(new CelCompiler());
        for (int i = 0; i < 9; i++) {
            write(i % 3, i);
        }
        FlowFilter.Builder late = FlowFilter.newBuilder();
        late.getExperimentalBuilder()
                .addCelExpression("_flow.time > timestamp('2026-01-01T00:00:00.003Z')");
        Received received = get(GetFlowsRequest.newBuilder().addWhitelist(late));
        assertEquals(Status.Code.OK, received.awaitEnd().getCode());
        assertEquals(List.of(4L, 6L, 7L), millis(received.flows()));
        assertEquals(
                1,
                news(received, NodeState.NODE_UNAVAILABLE).size(),
                "the one without the bundle is told of");
    }

    @Test
    void tellsThePastInTheOrderOfTime() {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            write(i % 3 == 2 ? 2 : i % 2, i);
            all.add((long) i);
        }
        Received received = get(GetFlowsRequest.newBuilder());
        assertEquals(Status.Code.OK, received.awaitEnd().getCode());
        assertEquals(all, millis(received.flows()));
        assertEquals(
                List.of("alderaan", "bespin", "coruscant"),
                news(received, NodeState.NODE_CONNECTED));
    }

    @Test
    void numberIsOfEachNode() {
        for (int i = 0; i < 30; i++) {
            write(i % 3, i);
        }
        Received received = get(GetFlowsRequest.newBuilder().setNumber(2));
        received.awaitEnd();
        assertEquals(List.of(24L, 25L, 26L, 27L, 28L, 29L), millis(received.flows()));
    }

    @Test
    void followsWithoutWaitingForTheSilent() {
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        write(1, 2);
        assertEquals(List.of(2L), millis(received.awaitFlows(1)));
        received.cancel();
    }

    /** For as long as it takes until a hundred wait, so that no moment decides what comes first. */
    @Test
    void sortsWhatIsFollowed() throws IOException {
        client.shutdownNow();
        relay.close();
        serve(new Waits(3_600_000_000_000L, 5_000_000_000L, 20_000_000L, 100_000_000L));
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        for (int i = 0; i < 60; i++) {
            write(1, 2);
        }
        for (int i = 0; i < 41; i++) {
            write(0, 1);
        }
        assertEquals(List.of(1L), millis(received.awaitFlows(1)));
        received.cancel();
    }

    @Test
    void tellsWhoIsAwayAndTheRestGoesOn() {
        nodes.get(2).stop();
        write(0, 1);
        write(1, 2);
        Received received = get(GetFlowsRequest.newBuilder());
        assertEquals(Status.Code.OK, received.awaitEnd().getCode());
        assertEquals(List.of(1L, 2L), millis(received.flows()));
        assertEquals(List.of("coruscant"), news(received, NodeState.NODE_UNAVAILABLE));
    }

    @Test
    void nodeThatComesBackIsAskedFromWhereItWas() throws IOException {
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        for (int i = 0; i < 50; i++) {
            write(1, i);
        }
        received.awaitFlows(50);
        for (int round = 0; round < 3; round++) {
            int from = 50 + round * 100;
            nodes.get(1).stop();
            for (int i = from; i < from + 50; i++) {
                write(1, i);
            }
            int bad = round + 1;
            Await.until(
                    "news of bespin",
                    () -> news(received, NodeState.NODE_UNAVAILABLE).size() >= bad);
            nodes.get(1).start();
            for (int i = from + 50; i < from + 100; i++) {
                write(1, i);
            }
            received.awaitFlows(from + 100);
        }
        List<Flow> flows = received.flows();
        assertEquals(350, flows.size());
        assertEquals(
                350, new HashSet<>(flows.stream().map(Flow::getUuid).toList()).size(), "twice");
        assertEquals(List.of(), received.losses());
        received.cancel();
    }

    @Test
    void whatWasOverwrittenMeanwhileIsTold() throws IOException {
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        write(1, 0);
        received.awaitFlows(1);
        nodes.get(1).stop();
        for (int i = 1; i <= 1500; i++) {
            write(1, i);
        }
        nodes.get(1).start();
        received.awaitFlows(1 + 1023);
        assertEquals(477, received.losses().get(0).getNumEventsLost());
        assertEquals(1024, received.flows().size());
        received.cancel();
    }

    @Test
    void nodesComeAndGo() throws IOException {
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        MadeNode dagobah = new MadeNode(folder, "dagobah", 127);
        nodes.add(dagobah);
        synchronized (book) {
            book.put("dagobah", dagobah.peer());
            book.remove("bespin");
        }
        Await.until("dagobah", () -> news(received, NodeState.NODE_CONNECTED).contains("dagobah"));
        Await.until("a reader of its flows", () -> dagobah.clients() == 1);
        assertEquals(List.of("bespin"), news(received, NodeState.NODE_GONE));
        dagobah.log().write(MadeEvent.trace().at(START));
        assertEquals("dagobah", received.awaitFlows(1).get(0).getNodeName());
        received.cancel();
    }

    @Test
    void filtersAndMasksAreTheNodes() {
        write(0, 1);
        nodes.get(1).log().write(MadeEvent.drop(133).at(START));
        GetFlowsRequest.Builder drops =
                GetFlowsRequest.newBuilder()
                        .addWhitelist(FlowFilter.newBuilder().addVerdictValue(2));
        drops.getFieldMaskBuilder().addPaths("verdict");
        Received received = get(drops);
        received.awaitEnd();
        assertEquals(1, received.flows().size());
        assertEquals(2, received.flows().get(0).getVerdictValue());
        assertEquals("", received.flows().get(0).getUuid());
    }

    @Test
    void nodeErrorsAreToldByName() {
        Received received =
                get(
                        GetFlowsRequest.newBuilder()
                                .addWhitelist(FlowFilter.newBuilder().addSourceIp("10.0.0")));
        received.awaitEnd();
        assertEquals(3, news(received, NodeState.NODE_ERROR).size());
        String why =
                received.responses().stream()
                        .filter(GetFlowsResponse::hasNodeStatus)
                        .map(each -> each.getNodeStatus().getMessage())
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        assertTrue(why.contains("10.0.0"), why);
    }

    @Test
    void statusAddsUpAndNodesAreListed() {
        for (int i = 0; i < 30; i++) {
            write(i % 3, i);
        }
        nodes.get(2).stop();
        ServerStatusResponse status =
                ObserverGrpc.newBlockingStub(client)
                        .serverStatus(ServerStatusRequest.getDefaultInstance());
        assertEquals(20, status.getNumFlows());
        assertEquals(2 * 1023, status.getMaxFlows());
        assertEquals(2, status.getNumConnectedNodes().getValue());
        assertEquals(1, status.getNumUnavailableNodes().getValue());
        assertEquals(List.of("coruscant"), status.getUnavailableNodesList());
        List<Node> listed =
                ObserverGrpc.newBlockingStub(client)
                        .getNodes(GetNodesRequest.getDefaultInstance())
                        .getNodesList();
        assertEquals(
                List.of(
                        NodeState.NODE_CONNECTED,
                        NodeState.NODE_CONNECTED,
                        NodeState.NODE_UNAVAILABLE),
                listed.stream().map(Node::getState).toList());
    }

    @Test
    void namespacesAreThoseOfAllNodes() {
        nodes.get(0).log().write(MadeEvent.trace().at(Instant.now()));
        nodes.get(1).log().write(MadeEvent.trace().at(Instant.now()));
        assertEquals(
                List.of("alliance", "empire"),
                ObserverGrpc.newBlockingStub(client)
                        .getNamespaces(GetNamespacesRequest.getDefaultInstance())
                        .getNamespacesList()
                        .stream()
                        .map(each -> each.getNamespace())
                        .toList());
    }

    @Test
    void clientsAreToldWhenItStops() {
        Received received = get(GetFlowsRequest.newBuilder().setFollow(true));
        awaitFollowed(received);
        relay.close();
        assertEquals(Status.Code.UNAVAILABLE, received.awaitEnd().getCode());
    }
}

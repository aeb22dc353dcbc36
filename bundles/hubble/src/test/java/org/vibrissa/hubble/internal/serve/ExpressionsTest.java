package org.vibrissa.hubble.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.expression.Expression;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.cel.internal.CelCompiler;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.made.Received;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;

/** Expressions of clients of a real server, while the bundle that evaluates them comes and goes. */
final class ExpressionsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
    private static final ExpressionCompiler CEL = new CelCompiler();

    @TempDir private Path folder;
    private MadeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new MadeServer(folder, 1023);
        server.expressions().bind(CEL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Received ask(GetFlowsRequest.Builder request, Received received, String expression) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        filter.getExperimentalBuilder().addCelExpression(expression);
        ObserverGrpc.newStub(server.connect())
                .getFlows(request.addWhitelist(filter).build(), received);
        return received;
    }

    private Received ask(GetFlowsRequest.Builder request, String expression) {
        return ask(request, Received.reading(), expression);
    }

    private static GetFlowsRequest.Builder follow() {
        return GetFlowsRequest.newBuilder().setFollow(true);
    }

    private static List<Integer> ports(List<Flow> flows) {
        return flows.stream().map(flow -> flow.getL4().getTCP().getDestinationPort()).toList();
    }

    private void write(int... ports) {
        for (int port : ports) {
            server.log().write(MadeEvent.trace().to("10.0.0.2", port).at(TIME));
        }
    }

    @Test
    void findsTheLastThatMatch() {
        write(80, 443, 8080, 22, 8081, 53);
        String high = "_flow.l4.TCP.destination_port > 1000u";
        Received last = ask(GetFlowsRequest.newBuilder().setNumber(2), high);
        assertEquals(Status.Code.OK, last.awaitEnd().getCode());
        assertEquals(List.of(8080, 8081), ports(last.flows()));
        Received one = ask(GetFlowsRequest.newBuilder().setNumber(1), high);
        assertEquals(Status.Code.OK, one.awaitEnd().getCode());
        assertEquals(List.of(8081), ports(one.flows()));
        Received first = ask(GetFlowsRequest.newBuilder().setNumber(1).setFirst(true), high);
        assertEquals(Status.Code.OK, first.awaitEnd().getCode());
        assertEquals(List.of(8080), ports(first.flows()));
    }

    @Test
    void followsWhatMatches() {
        write(80, 443);
        Received client = ask(follow().setNumber(5), "_flow.l4.TCP.destination_port == 443u");
        assertEquals(List.of(443), ports(client.awaitFlows(1)));
        write(80, 443, 22);
        assertEquals(List.of(443, 443), ports(client.awaitFlows(2)));
        client.cancel();
    }

    @Test
    void refusesWhatIsWrongWithItsPlace() {
        Status end = ask(GetFlowsRequest.newBuilder(), "_flow.IP.sorce == ''").awaitEnd();
        assertEquals(Status.Code.INVALID_ARGUMENT, end.getCode());
        assertEquals(
                Optional.of(
                        "whitelist[0].experimental.cel_expression[0]: \"_flow.IP.sorce == ''\":"
                                + " 1:9: undefined field 'sorce'"),
                Optional.ofNullable(end.getDescription()));
    }

    @Test
    void refusesByNameWhileTheBundleIsAway() {
        server.expressions().unbind(CEL);
        Status end = ask(GetFlowsRequest.newBuilder(), "true").awaitEnd();
        assertEquals(Status.Code.FAILED_PRECONDITION, end.getCode());
        String said = String.valueOf(end.getDescription());
        assertTrue(said.contains("need the bundle hubble-cel, which is not running"), said);
    }

    @Test
    void tellsFollowersWhenTheBundleStops() {
        Received idle = ask(follow().setSince(Timestamp.getDefaultInstance()), "false");
        Received plain = Received.reading();
        ObserverGrpc.newStub(server.connect()).getFlows(follow().build(), plain);
        Await.until("two clients", () -> server.server().clients() == 2);
        server.expressions().unbind(CEL);
        Status end = idle.awaitEnd();
        assertEquals(Status.Code.UNAVAILABLE, end.getCode());
        String said = String.valueOf(end.getDescription());
        assertTrue(
                said.startsWith("the hubble-cel bundle of node tatooine stops; ask again"), said);
        write(80);
        assertEquals(1, plain.awaitFlows(1).size(), "others go on");
        plain.cancel();
        server.expressions().bind(CEL);
        Received again = ask(GetFlowsRequest.newBuilder().setNumber(1), "true");
        assertEquals(Status.Code.OK, again.awaitEnd().getCode());
        assertEquals(1, again.flows().size());
    }

    @Test
    void alsoAClientThatDoesNotReadLetsGoOfIt() {
        write(new int[1000]);
        Received lazy = ask(GetFlowsRequest.newBuilder().setNumber(1000), Received.idle(), "true");
        Await.until("the client", () -> server.server().clients() == 1);
        server.expressions().unbind(CEL);
        Await.until("the client's end", () -> server.server().clients() == 0);
        lazy.cancel();
    }

    /** Each takes 25 ms, so that the whole log would take longer than the test waits. */
    private static final class Slow implements ExpressionCompiler {
        private final CountDownLatch quick = new CountDownLatch(1);

        @Override
        public <M> Expression<M> compile(String text, String variable, Class<M> message) {
            return flow -> {
                try {
                    return quick.await(25, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
        }
    }

    @Test
    void thoseWhoseExpressionsTakeLongDoNotKeepOthersWaiting() {
        Slow slow = new Slow();
        server.expressions().bind(slow);
        server.log().write(MadeEvent.trace().at(TIME), 1000);
        List<Received> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(ask(GetFlowsRequest.newBuilder().setNumber(1000), "slow"));
        }
        Await.until("their streams", () -> server.server().clients() == 3);
        Received quick = Received.reading();
        ObserverGrpc.newStub(server.connect())
                .getFlows(GetFlowsRequest.newBuilder().setNumber(3).build(), quick);
        assertEquals(3, quick.awaitFlows(3).size());
        assertTrue(clients.stream().allMatch(client -> client.end().isEmpty()), "still looking");
        slow.quick.countDown();
        clients.forEach(client -> assertEquals(Status.Code.OK, client.awaitEnd().getCode()));
    }
}

package org.vibrissa.hubble.internal.relay;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.vibrissa.hubble.internal.stream.SerialTask;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeState;

/**
 * One client's flows of all nodes, in the order of their time. Of the past the order is exact: each
 * node is waited for. Followed flows wait for those of other nodes for a second, or until a hundred
 * wait, as at Hubble's relay: a node that has nothing to tell must not hold up the others.
 */
final class MergedStream extends SerialTask {
    private static final int BATCH = 512;
    private static final int MOST_WAITING = 100;
    private static final String UUID = "uuid";

    private final Relay relay;
    private final GetFlowsRequest request;
    private final boolean hidesUuid;
    private final ServerCallStreamObserver<GetFlowsResponse> client;
    private final NodeNews news;
    private final Timestamp begun;
    private final Map<String, NodeFlows> nodes = new LinkedHashMap<>();
    private final ScheduledFuture<?> tick;
    private long nextLook;
    private boolean done;

    MergedStream(
            Relay relay,
            GetFlowsRequest request,
            ServerCallStreamObserver<GetFlowsResponse> client) {
        super(relay.workers());
        this.relay = relay;
        this.client = client;
        List<String> fields = request.getFieldMask().getPathsList();
        hidesUuid = !fields.isEmpty() && !fields.contains(UUID);
        // A place in a node's flows is known by it.
        this.request =
                hidesUuid
                        ? request.toBuilder()
                                .setFieldMask(
                                        FieldMask.newBuilder().addAllPaths(fields).addPaths(UUID))
                                .build()
                        : request;
        news = new NodeNews(relay.name(), relay.clock());
        long now = relay.clock().millis();
        begun = Timestamps.fromMillis(now);
        tick = relay.timer().scheduleWithFixedDelay(this::schedule, 50, 50, TimeUnit.MILLISECONDS);
    }

    /** Begins; to be called once. */
    void open() {
        client.setOnReadyHandler(this::schedule);
        client.setOnCancelHandler(this::schedule);
        schedule();
    }

    @Override
    protected void work() {
        if (done) {
            return;
        }
        if (client.isCancelled()) {
            close();
            return;
        }
        if (relay.stopping()) {
            client.onError(
                    Status.UNAVAILABLE
                            .withDescription("the fleet's listener on " + relay.name() + " stops")
                            .asRuntimeException());
            close();
            return;
        }
        long now = System.nanoTime();
        look(now);
        nodes.values().forEach(node -> node.work(now));
        tell(now);
    }

    /** Nodes come and go while a client follows. */
    private void look(long now) {
        boolean first = nodes.isEmpty();
        if (!first && (!request.getFollow() || now - nextLook < 0)) {
            return;
        }
        nextLook = now + TimeUnit.SECONDS.toNanos(1);
        Map<String, Link> current = new LinkedHashMap<>();
        relay.links().now().forEach(link -> current.put(link.name(), link));
        for (Iterator<NodeFlows> each = nodes.values().iterator(); each.hasNext(); ) {
            NodeFlows node = each.next();
            Link link = current.get(node.link().name());
            if (link == null) {
                news.add(NodeState.NODE_GONE, node.link().name(), "");
            }
            if (!node.link().equals(link)) {
                node.cancel();
                each.remove();
            }
        }
        current.forEach(
                (name, link) ->
                        nodes.computeIfAbsent(
                                name,
                                added ->
                                        new NodeFlows(
                                                link,
                                                request,
                                                begun,
                                                news,
                                                relay.waits(),
                                                this::schedule)));
    }

    private void tell(long now) {
        for (int i = 0; i < BATCH; i++) {
            if (!client.isReady()) {
                return;
            }
            if (news.due()) {
                news.take().forEach(client::onNext);
            }
            NodeFlows next = oldest();
            if (next == null) {
                endIfFinished();
                return;
            }
            if (!mayBeTold(next, now)) {
                return;
            }
            client.onNext(shown(next.head().response()));
            next.told();
            next.work(now);
        }
        schedule();
    }

    private void endIfFinished() {
        if (nodes.values().stream().allMatch(NodeFlows::finished) && !request.getFollow()) {
            news.take().forEach(client::onNext);
            client.onCompleted();
            close();
        }
    }

    private NodeFlows oldest() {
        NodeFlows oldest = null;
        for (NodeFlows node : nodes.values()) {
            if (node.head() != null
                    && (oldest == null
                            || Timestamps.compare(
                                            node.head().response().getTime(),
                                            oldest.head().response().getTime())
                                    < 0)) {
                oldest = node;
            }
        }
        return oldest;
    }

    /** Whether no older one is to be waited for. */
    private boolean mayBeTold(NodeFlows oldest, long now) {
        int waiting = 0;
        boolean others = false;
        for (NodeFlows node : nodes.values()) {
            waiting += node.waiting();
            others |= node.mayComeFirst();
        }
        if (!others) {
            return true;
        }
        long waited = now - oldest.head().arrived();
        return request.getFollow()
                ? waiting > MOST_WAITING || waited >= relay.waits().sorting()
                : waited >= relay.waits().answering();
    }

    private GetFlowsResponse shown(GetFlowsResponse response) {
        if (!hidesUuid || !response.hasFlow()) {
            return response;
        }
        GetFlowsResponse.Builder shown = response.toBuilder();
        shown.getFlowBuilder().clearUuid();
        return shown.build();
    }

    private void close() {
        done = true;
        tick.cancel(false);
        nodes.values().forEach(NodeFlows::cancel);
        relay.forget(this);
    }
}

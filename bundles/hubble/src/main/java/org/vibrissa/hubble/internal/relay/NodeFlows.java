package org.vibrissa.hubble.internal.relay;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeState;

/**
 * A node's flows for one client, over as many tries as it takes: a node that goes is told about and
 * asked again, from where it was. For one thread, but the bell.
 */
final class NodeFlows {
    private static final long SECOND = 1_000_000_000L;

    private final Link link;
    private final GetFlowsRequest request;
    private final NodeNews news;
    private final Waits waits;
    private final Runnable bell;
    private final Place place = new Place();
    private final Deque<NodeStream.Answer.Next> ready = new ArrayDeque<>();
    private final Timestamp begun;
    private NodeStream stream;
    private boolean connected;
    private boolean everConnected;
    private boolean done;
    private long nextTry;
    private long wait;

    /**
     * Asks at once.
     *
     * @param begun when the client asked
     */
    NodeFlows(
            Link link,
            GetFlowsRequest request,
            Timestamp begun,
            NodeNews news,
            Waits waits,
            Runnable bell) {
        this.link = link;
        this.request = request;
        this.begun = begun;
        this.news = news;
        this.waits = waits;
        this.bell = bell;
        wait = waits.firstRetry();
        start();
    }

    Link link() {
        return link;
    }

    /** Takes in what has come, and tries again when it is time to. */
    void work(long now) {
        if (stream == null) {
            if (!done && now - nextTry >= 0) {
                start();
            }
            return;
        }
        NodeStream.Answer answer;
        while (stream != null && (answer = stream.poll()) != null) {
            take(answer, now);
        }
    }

    private void take(NodeStream.Answer answer, long now) {
        if (answer instanceof NodeStream.Answer.Connected) {
            connected = true;
            everConnected = true;
            wait = waits.firstRetry();
            news.add(NodeState.NODE_CONNECTED, link.name(), "");
        } else if (answer instanceof NodeStream.Answer.Oldest oldest) {
            long missed = place.missedBefore(oldest.flow());
            if (missed > 0) {
                ready.add(new NodeStream.Answer.Next(lost(missed, oldest.flow()), now));
            }
        } else if (answer instanceof NodeStream.Answer.Next next) {
            if (!next.response().hasFlow() || place.advance(next.response())) {
                ready.add(next);
            } else {
                stream.taken();
            }
        } else if (answer instanceof NodeStream.Answer.Ended ended) {
            ended(ended.status(), now);
        }
    }

    private void ended(Status status, long now) {
        stream = null;
        boolean first = connected || !everConnected && wait == waits.firstRetry();
        connected = false;
        if (status.isOk() && !request.getFollow()) {
            done = true;
            return;
        }
        Status.Code code = status.getCode();
        boolean refused = code == Status.Code.INVALID_ARGUMENT || code == Status.Code.UNIMPLEMENTED;
        if (refused) {
            done = true;
            news.add(NodeState.NODE_ERROR, link.name(), said(status));
        } else if (first) {
            news.add(NodeState.NODE_UNAVAILABLE, link.name(), said(status));
        }
        done |= !request.getFollow();
        nextTry = now + wait;
        wait = Math.min(wait * 2, waits.lastRetry());
        link.channel().resetConnectBackoff();
    }

    private static String said(Status status) {
        return status.getDescription() == null ? status.getCode().name() : status.getDescription();
    }

    private GetFlowsResponse lost(long events, GetFlowsResponse oldest) {
        return GetFlowsResponse.newBuilder()
                .setLostEvents(
                        LostEvent.newBuilder()
                                .setSource(LostEventSource.HUBBLE_RING_BUFFER)
                                .setNumEventsLost(events))
                .setNodeName(oldest.getNodeName())
                .setTime(oldest.getTime())
                .build();
    }

    private void start() {
        boolean again = place.known();
        stream = new NodeStream(link, again || everConnected ? resumed() : request, again, bell);
        stream.start();
    }

    /** From where it was; the number that was asked for was of the past. */
    private GetFlowsRequest resumed() {
        GetFlowsRequest.Builder next = request.toBuilder().setNumber(0).setFirst(false);
        if (place.known()) {
            next.setSince(
                    Timestamp.newBuilder()
                            .setSeconds(Math.floorDiv(place.since(), SECOND))
                            .setNanos((int) Math.floorMod(place.since(), SECOND)));
        } else if (!request.hasSince()) {
            next.setSince(begun);
        }
        return next.build();
    }

    /** The oldest that is not told yet; null when there is none now. */
    NodeStream.Answer.Next head() {
        return ready.peek();
    }

    /** It is told. */
    void told() {
        ready.remove();
        if (stream != null) {
            stream.taken();
        }
    }

    int waiting() {
        return ready.size();
    }

    /** Whether older flows than the others' may still come. */
    boolean mayComeFirst() {
        return !done && stream != null && ready.isEmpty();
    }

    /** Whether nothing comes any more. */
    boolean finished() {
        return done && ready.isEmpty();
    }

    void cancel() {
        done = true;
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
    }
}

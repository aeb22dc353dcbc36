package org.vibrissa.hubble.internal.relay;

import com.google.protobuf.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeState;
import org.vibrissa.hubble.proto.relay.NodeStatusEvent;

/**
 * What became of nodes, put together for a moment: at the start one message names all nodes that
 * answer, not one each. For one thread.
 */
final class NodeNews {
    private static final long MOMENT = 300_000_000L;

    private final String teller;
    private final Clock clock;
    private final Map<Kind, List<String>> news = new LinkedHashMap<>();
    private long since;

    private record Kind(NodeState state, String message) {}

    /**
     * Nothing yet.
     *
     * @param teller name of the node that tells
     */
    NodeNews(String teller, Clock clock) {
        this.teller = teller;
        this.clock = clock;
    }

    /**
     * Notes a change.
     *
     * @param message why; empty when the state says it all
     */
    void add(NodeState state, String node, String message) {
        if (news.isEmpty()) {
            since = System.nanoTime();
        }
        news.computeIfAbsent(new Kind(state, message), kind -> new ArrayList<>()).add(node);
    }

    boolean due() {
        return !news.isEmpty() && System.nanoTime() - since >= MOMENT;
    }

    boolean isEmpty() {
        return news.isEmpty();
    }

    /** All of them; from now on there are none. */
    List<GetFlowsResponse> take() {
        Instant now = clock.instant();
        Timestamp time =
                Timestamp.newBuilder()
                        .setSeconds(now.getEpochSecond())
                        .setNanos(now.getNano())
                        .build();
        List<GetFlowsResponse> messages = new ArrayList<>();
        news.forEach(
                (kind, nodes) ->
                        messages.add(
                                GetFlowsResponse.newBuilder()
                                        .setNodeStatus(
                                                NodeStatusEvent.newBuilder()
                                                        .setStateChange(kind.state())
                                                        .setMessage(kind.message())
                                                        .addAllNodeNames(nodes))
                                        .setNodeName(teller)
                                        .setTime(time)
                                        .build()));
        news.clear();
        return messages;
    }
}

package org.vibrissa.hubble.internal.agent;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import org.vibrissa.hubble.internal.agent.AgentEventLog.Entry;
import org.vibrissa.hubble.internal.stream.SerialTask;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;

/**
 * One client's agent events. One that is too slow for them is let go, and told how many it missed.
 */
final class AgentEventStream extends SerialTask {
    private final AgentEvents events;
    private final AgentEventLog log;
    private final GetAgentEventsRequest request;
    private final ServerCallStreamObserver<GetAgentEventsResponse> client;
    private long next;
    private long told;
    private boolean done;

    AgentEventStream(
            AgentEvents events,
            GetAgentEventsRequest request,
            ServerCallStreamObserver<GetAgentEventsResponse> client) {
        super(events.executor());
        this.events = events;
        this.log = events.log();
        this.request = request;
        this.client = client;
        this.next = start();
    }

    private long start() {
        if (request.hasSince() || request.getFirst()) {
            return log.oldest();
        }
        if (request.getNumber() == 0) {
            return request.getFollow() ? log.end() : log.oldest();
        }
        return Math.max(log.oldest(), log.end() - request.getNumber());
    }

    void open() {
        client.setOnReadyHandler(this::schedule);
        client.setOnCancelHandler(this::schedule);
        schedule();
    }

    @Override
    protected void work() {
        Status end = events.end();
        if (done) {
            return;
        }
        if (client.isCancelled()) {
            close();
        } else if (end != null) {
            fail(end);
        } else if (next < log.oldest()) {
            fail(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            (log.oldest() - next)
                                    + " agent events were gone before this client read them"));
        } else {
            serve();
        }
    }

    private void serve() {
        for (Entry entry : log.from(next)) {
            if (!client.isReady()) {
                return;
            }
            next++;
            if (!tell(entry)) {
                complete();
                return;
            }
        }
        if (!request.getFollow()) {
            complete();
        }
    }

    /** False when this was the last that was asked for. */
    private boolean tell(Entry entry) {
        if (request.hasUntil() && Timestamps.compare(entry.time(), request.getUntil()) > 0) {
            return false;
        }
        if (request.hasSince() && Timestamps.compare(entry.time(), request.getSince()) < 0) {
            return true;
        }
        client.onNext(
                GetAgentEventsResponse.newBuilder()
                        .setAgentEvent(entry.event())
                        .setNodeName(events.nodeName())
                        .setTime(entry.time())
                        .build());
        told++;
        return request.getFollow() || request.getNumber() == 0 || told < request.getNumber();
    }

    private void complete() {
        client.onCompleted();
        close();
    }

    private void fail(Status status) {
        client.onError(status.asRuntimeException());
        close();
    }

    private void close() {
        done = true;
        events.forget(this);
    }
}

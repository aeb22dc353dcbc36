package org.vibrissa.hubble.internal.agent;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;

/** All clients that read agent events. Thread safe. */
public final class AgentEvents implements AutoCloseable {
    private final AgentEventLog log;
    private final Executor executor;
    private final String nodeName;
    private final Set<AgentEventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * Nobody reads yet.
     *
     * @param executor does the work of all clients; stays the caller's
     */
    public AgentEvents(AgentEventLog log, Executor executor, String nodeName) {
        this.log = log;
        this.executor = executor;
        this.nodeName = nodeName;
        log.listen(this::wake);
    }

    /** Serves a client until it has what it asked for, or goes. */
    public void open(
            GetAgentEventsRequest request,
            ServerCallStreamObserver<GetAgentEventsResponse> client) {
        AgentEventStream stream = new AgentEventStream(this, request, client);
        streams.add(stream);
        stream.open();
    }

    private void wake() {
        streams.forEach(AgentEventStream::schedule);
    }

    AgentEventLog log() {
        return log;
    }

    Executor executor() {
        return executor;
    }

    String nodeName() {
        return nodeName;
    }

    void forget(AgentEventStream stream) {
        streams.remove(stream);
    }

    /** Why all streams end now; null while they do not. */
    Status end() {
        return stopping
                ? Status.UNAVAILABLE.withDescription(
                        "the hubble bundle of node " + nodeName + " stops")
                : null;
    }

    @Override
    public void close() {
        stopping = true;
        wake();
    }
}

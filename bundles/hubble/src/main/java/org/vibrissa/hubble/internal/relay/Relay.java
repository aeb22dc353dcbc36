package org.vibrissa.hubble.internal.relay;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** All clients of the fleet's listener. Thread safe. */
final class Relay implements AutoCloseable {
    /** Each client is one of every node's. */
    private static final int MOST_CLIENTS = 256;

    private final String name;
    private final Links links;
    private final ExecutorService workers;
    private final Waits waits;
    private final Clock clock;
    private final Set<MergedStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;
    private volatile boolean stopping;

    /**
     * Serves nobody yet.
     *
     * @param name of this node
     * @param workers do the work of all clients; stay the caller's
     */
    Relay(String name, Links links, ExecutorService workers, Waits waits, Clock clock) {
        this.name = name;
        this.links = links;
        this.workers = workers;
        this.waits = waits;
        this.clock = clock;
        timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "hubble-relay-timer");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    void open(GetFlowsRequest request, ServerCallStreamObserver<GetFlowsResponse> client) {
        if (streams.size() >= MOST_CLIENTS) {
            client.onError(
                    Status.RESOURCE_EXHAUSTED
                            .withDescription(
                                    "there are " + MOST_CLIENTS + " clients of the fleet's flows")
                            .asRuntimeException());
            return;
        }
        MergedStream stream = new MergedStream(this, request, client);
        streams.add(stream);
        stream.open();
    }

    void forget(MergedStream stream) {
        streams.remove(stream);
    }

    /** Clients that read flows now. */
    int clients() {
        return streams.size();
    }

    String name() {
        return name;
    }

    Links links() {
        return links;
    }

    ExecutorService workers() {
        return workers;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Waits waits() {
        return waits;
    }

    Clock clock() {
        return clock;
    }

    boolean stopping() {
        return stopping;
    }

    /** Ends all streams, telling their clients. */
    @Override
    public void close() {
        stopping = true;
        streams.forEach(MergedStream::schedule);
        timer.shutdown();
        links.close();
    }
}

package org.vibrissa.hubble.internal.relay;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;

/**
 * One try to get a node's flows: its health, then the oldest flow it has if others were told
 * before, then its flows. What comes is put into a queue and the owner is rung; it asks for more as
 * it takes them, so that a client that dawdles holds up the node's server and not this one's
 * memory.
 */
final class NodeStream {
    /** Flows on their way at most. */
    private static final int WINDOW = 256;

    private static final long HEALTH_SECONDS = 5;

    private final Link link;
    private final GetFlowsRequest request;
    private final boolean wantsOldest;
    private final Runnable bell;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile ClientCallStreamObserver<GetFlowsRequest> call;
    private volatile boolean cancelled;

    /** What comes from a node, in its order. */
    sealed interface Answer {
        /** It answers. */
        record Connected() implements Answer {}

        /** The oldest flow it still has. */
        record Oldest(GetFlowsResponse flow) implements Answer {}

        /**
         * A flow or lost events.
         *
         * @param arrived {@link System#nanoTime}
         */
        record Next(GetFlowsResponse response, long arrived) implements Answer {}

        /** There is no more; OK when all was told. */
        record Ended(Status status) implements Answer {}
    }

    /**
     * Asks nothing yet.
     *
     * @param wantsOldest whether to ask for the oldest flow too
     * @param bell rung at each answer, by gRPC's threads
     */
    NodeStream(Link link, GetFlowsRequest request, boolean wantsOldest, Runnable bell) {
        this.link = link;
        this.request = request;
        this.wantsOldest = wantsOldest;
        this.bell = bell;
    }

    void start() {
        HealthGrpc.newStub(link.channel())
                .withDeadlineAfter(HEALTH_SECONDS, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance(), new Health());
    }

    /** Null when there is none now. */
    Answer poll() {
        return answers.poll();
    }

    /** One was taken: the node may send another. */
    void taken() {
        ClientCallStreamObserver<GetFlowsRequest> started = call;
        if (started != null) {
            started.request(1);
        }
    }

    void cancel() {
        cancelled = true;
        ClientCallStreamObserver<GetFlowsRequest> started = call;
        if (started != null) {
            started.cancel("not wanted any more", null);
        }
    }

    private void put(Answer answer) {
        answers.add(answer);
        bell.run();
    }

    private void flows() {
        if (!cancelled) {
            ObserverGrpc.newStub(link.channel()).getFlows(request, new Flows());
        }
    }

    private final class Health implements StreamObserver<HealthCheckResponse> {
        @Override
        public void onNext(HealthCheckResponse health) {
            put(new Answer.Connected());
        }

        @Override
        public void onError(Throwable problem) {
            put(new Answer.Ended(Status.fromThrowable(problem)));
        }

        @Override
        public void onCompleted() {
            if (wantsOldest) {
                GetFlowsRequest oldest =
                        GetFlowsRequest.newBuilder().setFirst(true).setNumber(1).build();
                ObserverGrpc.newStub(link.channel())
                        .withDeadlineAfter(HEALTH_SECONDS, TimeUnit.SECONDS)
                        .getFlows(oldest, new OldestFlow());
            } else {
                flows();
            }
        }
    }

    private final class OldestFlow implements StreamObserver<GetFlowsResponse> {
        @Override
        public void onNext(GetFlowsResponse response) {
            if (response.hasFlow()) {
                put(new Answer.Oldest(response));
            }
        }

        @Override
        public void onError(Throwable problem) {
            put(new Answer.Ended(Status.fromThrowable(problem)));
        }

        @Override
        public void onCompleted() {
            flows();
        }
    }

    private final class Flows implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
        @Override
        public void beforeStart(ClientCallStreamObserver<GetFlowsRequest> stream) {
            stream.disableAutoRequestWithInitial(WINDOW);
            call = stream;
        }

        @Override
        public void onNext(GetFlowsResponse response) {
            put(new Answer.Next(response, System.nanoTime()));
        }

        @Override
        public void onError(Throwable problem) {
            put(new Answer.Ended(Status.fromThrowable(problem)));
        }

        @Override
        public void onCompleted() {
            put(new Answer.Ended(Status.OK));
        }
    }
}

package org.vibrissa.hubble.internal.made;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** What a client of GetFlows got so far. */
public final class Received implements ClientResponseObserver<GetFlowsRequest, GetFlowsResponse> {
    private final boolean reads;
    private final List<GetFlowsResponse> all = new ArrayList<>();
    private ClientCallStreamObserver<GetFlowsRequest> call;
    private Optional<Status> end = Optional.empty();

    private Received(boolean reads) {
        this.reads = reads;
    }

    public static Received reading() {
        return new Received(true);
    }

    /** One that never reads, until {@link #read} is called. */
    public static Received idle() {
        return new Received(false);
    }

    @Override
    public synchronized void beforeStart(ClientCallStreamObserver<GetFlowsRequest> stream) {
        call = stream;
        if (!reads) {
            stream.disableAutoRequestWithInitial(1);
        }
    }

    /** Takes this many more. */
    public synchronized void read(int messages) {
        call.request(messages);
    }

    public synchronized void cancel() {
        call.cancel("gone", null);
    }

    @Override
    public synchronized void onNext(GetFlowsResponse response) {
        all.add(response);
    }

    @Override
    public synchronized void onError(Throwable problem) {
        end = Optional.of(Status.fromThrowable(problem));
    }

    @Override
    public synchronized void onCompleted() {
        end = Optional.of(Status.OK);
    }

    public synchronized Optional<Status> end() {
        return end;
    }

    public synchronized List<GetFlowsResponse> responses() {
        return List.copyOf(all);
    }

    public synchronized List<Flow> flows() {
        return all.stream()
                .filter(GetFlowsResponse::hasFlow)
                .map(GetFlowsResponse::getFlow)
                .toList();
    }

    public synchronized List<LostEvent> losses() {
        return all.stream()
                .filter(GetFlowsResponse::hasLostEvents)
                .map(GetFlowsResponse::getLostEvents)
                .toList();
    }

    /** Waits for the end of the stream. */
    public Status awaitEnd() {
        Await.until("the stream's end", () -> end().isPresent());
        return end().orElseThrow();
    }

    /** Waits until so many flows are there. */
    public List<Flow> awaitFlows(int count) {
        Await.until(count + " flows", () -> flows().size() >= count || end().isPresent());
        return flows();
    }
}

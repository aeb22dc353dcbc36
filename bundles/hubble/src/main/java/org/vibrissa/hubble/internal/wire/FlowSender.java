package org.vibrissa.hubble.internal.wire;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import org.vibrissa.hubble.internal.view.FlowView;

/** Sends a client its answers. For one thread. */
public final class FlowSender {
    private final ServerCallStreamObserver<byte[]> client;
    private final FlowEncoder encoder;

    /**
     * To one client.
     *
     * @param client of the method that {@link FlowMethod} makes
     */
    FlowSender(ServerCallStreamObserver<byte[]> client, FlowEncoder encoder) {
        this.client = client;
        this.encoder = encoder;
    }

    /** The event that the view is at. */
    public void send(FlowView view) {
        byte[] answer = new byte[encoder.encode(view)];
        encoder.copyTo(answer, 0);
        client.onNext(answer);
    }

    /** Something else than a flow. */
    public void send(MessageLite answer) {
        client.onNext(answer.toByteArray());
    }

    /** Whether the client takes more. */
    public boolean isReady() {
        return client.isReady();
    }

    public boolean isCancelled() {
        return client.isCancelled();
    }

    /** When the client takes more again, or is gone. */
    public void onChange(Runnable action) {
        client.setOnReadyHandler(action);
        client.setOnCancelHandler(action);
    }

    public void complete() {
        client.onCompleted();
    }

    public void fail(Status status) {
        client.onError(status.asRuntimeException());
    }
}

package org.vibrissa.hubble.internal.client;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The answers of a server, for a thread that takes them one by one. Some are asked for in advance,
 * and no more than that are held: a reader that dawdles slows the server down, not this daemon's
 * memory. Written by gRPC's thread, read by one other.
 */
public final class AnswerQueue<Q, A> implements ClientResponseObserver<Q, A> {
    private static final int WINDOW = 512;
    private static final int REFILL = WINDOW / 2;

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private volatile ClientCallStreamObserver<Q> call;
    private int taken;
    private End end;

    /** How the stream ended. */
    private record End(Status status) {}

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(WINDOW);
    }

    @Override
    public void onNext(A answer) {
        queue.add(answer);
    }

    @Override
    public void onError(Throwable problem) {
        queue.add(new End(Status.fromThrowable(problem)));
    }

    @Override
    public void onCompleted() {
        queue.add(new End(Status.OK));
    }

    /** Ends the stream from this side; any thread. */
    public void cancel() {
        ClientCallStreamObserver<Q> started = call;
        if (started != null) {
            started.cancel("not wanted any more", null);
        }
    }

    /**
     * The next answer.
     *
     * @param beforeWait done before it waits
     * @return null when the stream has ended well
     * @throws io.grpc.StatusRuntimeException when it has ended otherwise
     */
    public A take(Runnable beforeWait) throws InterruptedException {
        if (end != null) {
            return ended();
        }
        Object next = queue.poll();
        if (next == null) {
            beforeWait.run();
            next = queue.take();
        }
        if (next instanceof End last) {
            end = last;
            return ended();
        }
        if (++taken % REFILL == 0) {
            call.request(REFILL);
        }
        @SuppressWarnings("unchecked") // all but the end are answers
        A answer = (A) next;
        return answer;
    }

    private A ended() {
        if (!end.status().isOk()) {
            throw end.status().asRuntimeException();
        }
        return null;
    }
}

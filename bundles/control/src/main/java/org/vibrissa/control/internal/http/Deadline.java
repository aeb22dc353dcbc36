package org.vibrissa.control.internal.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Limits how long a client may take: between requests, and from the first byte of a request to its
 * last. Sits before the codec, so it sees the first byte. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Deadline extends ChannelInboundHandlerAdapter {
    private final long idleMillis;
    private final long requestMillis;
    private final Runnable expired;
    private ChannelHandlerContext context;
    private Future<?> timer;
    private State state = State.HANDLING;

    private enum State {
        IDLE,
        RECEIVING,
        HANDLING
    }

    /**
     * A deadline that is not running yet.
     *
     * @param idleMillis longest wait for the first byte; the channel is then closed
     * @param requestMillis longest wait from first to last byte
     * @param expired called when a request was begun and not finished in time
     */
    Deadline(long idleMillis, long requestMillis, Runnable expired) {
        this.idleMillis = idleMillis;
        this.requestMillis = requestMillis;
        this.expired = expired;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        idle();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (state == State.IDLE) {
            start(State.RECEIVING, requestMillis, expired);
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.channelInactive(ctx);
    }

    /** The request is complete: its handling has no deadline. */
    void handling() {
        stop();
        state = State.HANDLING;
    }

    /** The answer is sent: waits for the next request. */
    void idle() {
        start(State.IDLE, idleMillis, () -> context.close());
    }

    private void start(State next, long millis, Runnable action) {
        stop();
        state = next;
        timer = context.executor().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

package org.vibrissa.fleet.internal.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client is silent for too long, or takes too long to send one request.
 * Sits before the codec, so that it sees the first byte. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close ends in channelInactive
final class RequestTimer extends ChannelInboundHandlerAdapter {
    private final WireLimits limits;
    private ChannelHandlerContext context;
    private Future<?> timer;
    private boolean idle;

    RequestTimer(WireLimits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        waiting();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (idle) {
            idle = false;
            start(limits.requestMillis());
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.channelInactive(ctx);
    }

    /** The request is whole: the rest takes as long as it takes. */
    void handling() {
        stop();
    }

    /** The answer is sent: waits for the next request. */
    void waiting() {
        idle = true;
        start(limits.idleMillis());
    }

    private void start(long millis) {
        stop();
        timer = context.executor().schedule(() -> context.close(), millis, TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

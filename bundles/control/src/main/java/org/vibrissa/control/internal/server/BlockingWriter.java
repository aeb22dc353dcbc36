package org.vibrissa.control.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Writes from worker threads at the client's pace: a write waits while the channel's buffer is
 * full. Sits in the pipeline to hear when it empties or when the client is gone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class BlockingWriter extends ChannelInboundHandlerAdapter {
    /** How long a client may read nothing while others wait for a worker. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Channel channel;
    private final BooleanSupplier othersWait;
    private final Object change = new Object();

    /**
     * One channel's writer.
     *
     * @param othersWait whether work is queued for want of a free worker
     */
    public BlockingWriter(Channel channel, BooleanSupplier othersWait) {
        this.channel = channel;
        this.othersWait = othersWait;
    }

    /**
     * Sends a message that is or holds a buffer, after room was made for it.
     *
     * @throws ClientGone when the client went away, or reads nothing while others wait
     */
    public void write(Object message) {
        try {
            awaitRoom();
        } catch (ClientGone e) {
            io.netty.util.ReferenceCountUtil.release(message);
            throw e;
        }
        channel.writeAndFlush(message, channel.voidPromise());
    }

    /** A heap buffer of the channel's allocator. */
    public ByteBuf buffer(int size) {
        return channel.alloc().heapBuffer(size);
    }

    private void awaitRoom() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (change) {
            while (channel.isActive() && !channel.isWritable()) {
                if (System.nanoTime() > end && othersWait.getAsBoolean()) {
                    channel.close();
                    throw new ClientGone("client reads nothing while others wait");
                }
                try {
                    change.wait(1000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ClientGone("command was cancelled");
                }
            }
        }
        if (!channel.isActive()) {
            throw new ClientGone("client went away");
        }
    }

    private void changed() {
        synchronized (change) {
            change.notifyAll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        changed();
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        changed();
        super.channelInactive(context);
    }
}

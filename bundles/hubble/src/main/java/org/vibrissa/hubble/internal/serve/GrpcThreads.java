package org.vibrissa.hubble.internal.serve;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads and buffers of gRPC here: few of both, whatever the number of clients. */
public final class GrpcThreads implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int WORKERS = 2;
    private static final int PAGE = 8192;

    /** Chunks of 256 KiB: a server at rest holds little. */
    private static final int ORDER = 5;

    private final EventLoopGroup loops;
    private final ThreadPoolExecutor workers;
    private final ByteBufAllocator buffers =
            new PooledByteBufAllocator(true, 0, LOOPS, PAGE, ORDER, 0, 0, false);

    /**
     * Starts no thread yet.
     *
     * @param name of the threads
     */
    public GrpcThreads(String name) {
        loops =
                new MultiThreadIoEventLoopGroup(
                        LOOPS,
                        new DefaultThreadFactory(name + "-io", true),
                        EpollIoHandler.newFactory());
        workers =
                new ThreadPoolExecutor(
                        WORKERS,
                        WORKERS,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        new DefaultThreadFactory(name, true),
                        // A client that moves while all ends gets no more turns.
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    public EventLoopGroup loops() {
        return loops;
    }

    public ExecutorService workers() {
        return workers;
    }

    public ByteBufAllocator buffers() {
        return buffers;
    }

    @Override
    public void close() {
        workers.shutdown();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }
}

package org.vibrissa.metrics.internal.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vibrissa.metrics.internal.collect.Scrape;

/** Gives figures by HTTP: one thread for connections, one for answers. */
final class MetricsServer implements AutoCloseable {
    private static final long CLOSE_MS = 2000;

    private final Optional<ServerTls> tls;
    private final ServerLimits limits;
    private final ScrapeQueue queue;
    private final ChannelGroup clients =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> listeners = new ArrayList<>();
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("metrics-io", true), NioIoHandler.newFactory());
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, false);

    /** A server that does not listen yet. */
    MetricsServer(Supplier<Scrape> scrape, Optional<ServerTls> tls, ServerLimits limits) {
        this.tls = tls;
        this.limits = limits;
        queue = new ScrapeQueue(scrape);
    }

    /**
     * Listens at one more address; where, with the port that was chosen when it was 0.
     *
     * @throws IOException when the address is not this host's, or is taken
     */
    InetSocketAddress listen(InetSocketAddress at) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.ALLOCATOR, buffers)
                        .childOption(ChannelOption.ALLOCATOR, buffers)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel);
                                    }
                                })
                        .bind(at)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen at "
                            + ListenAddress.format(at)
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listeners.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failed close is a closed connection
    private void accept(SocketChannel channel) {
        if (clients.size() >= limits.connections()) {
            channel.close();
            return;
        }
        clients.add(channel);
        tls.ifPresent(files -> channel.pipeline().addLast(files.handler(buffers)));
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(limits.idleSeconds()))
                .addLast(new WriteTimeoutHandler(limits.idleSeconds()))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(limits.requestBytes(), true))
                .addLast(new ScrapeHandler(queue));
    }

    /** Clients that are connected. */
    int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(CLOSE_MS));
        clients.close().awaitUninterruptibly(CLOSE_MS);
        queue.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_MS);
    }
}

package org.vibrissa.control.internal.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Netty on the unix socket: one event loop thread, unpooled buffers, no more. */
public final class ControlServer {
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark OUTPUT =
            new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final SocketFile file;
    private final ChannelGroup clients;
    private final EventLoopGroup loop;
    private Channel listener;

    private ControlServer(SocketFile file, ChannelGroup clients, EventLoopGroup loop) {
        this.file = file;
        this.clients = clients;
        this.loop = loop;
    }

    /**
     * Listens.
     *
     * @param clients holds what {@code perClient} accepted
     * @throws IllegalStateException when a living daemon holds the socket
     */
    public static ControlServer open(
            SocketFile file, ChannelGroup clients, ChannelHandler perClient) throws IOException {
        var path = file.prepare();
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("control-io", true),
                        EpollIoHandler.newFactory());
        ControlServer server = new ControlServer(file, clients, loop);
        UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, false);
        try {
            server.listener =
                    new ServerBootstrap()
                            .group(loop)
                            .channel(EpollServerDomainSocketChannel.class)
                            .option(ChannelOption.SO_BACKLOG, BACKLOG)
                            .option(ChannelOption.ALLOCATOR, buffers)
                            .childOption(ChannelOption.ALLOCATOR, buffers)
                            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTPUT)
                            .childHandler(perClient)
                            .bind(new DomainSocketAddress(path.toFile()))
                            .syncUninterruptibly()
                            .channel();
            file.publish();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Takes no more clients; those that are here stay. */
    public void stopAccepting() throws IOException {
        file.remove();
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
    }

    /** Closes all clients and ends the thread. */
    public void close() throws IOException {
        stopAccepting();
        clients.close().awaitUninterruptibly(1000);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }
}

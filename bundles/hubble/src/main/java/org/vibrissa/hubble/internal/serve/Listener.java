package org.vibrissa.hubble.internal.serve;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts gRPC servers, all with the same limits. */
public final class Listener {
    /** Requests are filters; a larger one is a mistake. */
    private static final int LARGEST_REQUEST = 1 << 20;

    private static final int LARGEST_HEADERS = 16 << 10;
    private static final int CALLS_PER_CONNECTION = 2048;
    private static final int BACKLOG = 1024;

    private Listener() {}

    /** Listens on a unix socket at this path. */
    public static Server unix(
            Path path,
            GrpcThreads threads,
            List<BindableService> services,
            ServerInterceptor interceptor)
            throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        // gRPC sets it for TCP; here Netty would warn at each connection.
                        .withChildOption(ChannelOption.SO_KEEPALIVE, null);
        return start(builder, threads, services, interceptor);
    }

    /**
     * Listens on TCP.
     *
     * @param tls empty for plain text
     */
    public static Server tcp(
            InetSocketAddress address,
            Optional<SslContext> tls,
            GrpcThreads threads,
            List<BindableService> services,
            ServerInterceptor interceptor)
            throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address).channelType(EpollServerSocketChannel.class);
        tls.ifPresent(builder::sslContext);
        return start(builder, threads, services, interceptor);
    }

    private static Server start(
            NettyServerBuilder builder,
            GrpcThreads threads,
            List<BindableService> services,
            ServerInterceptor interceptor)
            throws IOException {
        builder.bossEventLoopGroup(threads.loops())
                .workerEventLoopGroup(threads.loops())
                .executor(threads.workers())
                .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                .withChildOption(ChannelOption.ALLOCATOR, threads.buffers())
                .maxInboundMessageSize(LARGEST_REQUEST)
                .maxInboundMetadataSize(LARGEST_HEADERS)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // A client whose host is gone is noticed, and its place is free.
                .keepAliveTime(60, TimeUnit.SECONDS)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .intercept(interceptor);
        services.forEach(builder::addService);
        return builder.build().start();
    }
}

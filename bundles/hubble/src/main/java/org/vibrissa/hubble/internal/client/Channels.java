package org.vibrissa.hubble.internal.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes channels, all served by one thread. Thread safe. */
public final class Channels implements AutoCloseable {
    /** As Hubble's clients allow: a flow with many labels is far below it. */
    private static final int MESSAGE_LIMIT = 16 << 20;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    new DefaultThreadFactory("hubble-client", true),
                    EpollIoHandler.newFactory());

    /** A channel to a server, with TLS when its address or the credentials say so. */
    public ManagedChannel open(ServerAddress server, Optional<Credentials> credentials) {
        if (!server.tls() && credentials.isEmpty()) {
            return builder(server).negotiationType(NegotiationType.PLAINTEXT).build();
        }
        Credentials used = credentials.orElseGet(Credentials::none);
        return open(server, used.context(), used.serverName());
    }

    /**
     * A channel with TLS.
     *
     * @param serverName what the certificate must name; empty = the host of the address
     */
    public ManagedChannel open(ServerAddress server, SslContext tls, Optional<String> serverName) {
        NettyChannelBuilder builder =
                builder(server).negotiationType(NegotiationType.TLS).sslContext(tls);
        serverName.ifPresent(builder::overrideAuthority);
        return builder.build();
    }

    private NettyChannelBuilder builder(ServerAddress server) {
        NettyChannelBuilder builder;
        if (server.socket() instanceof DomainSocketAddress socket) {
            builder =
                    NettyChannelBuilder.forAddress(socket)
                            .channelType(EpollDomainSocketChannel.class)
                            // gRPC sets it for TCP; here Netty would warn at each connection.
                            .withOption(ChannelOption.SO_KEEPALIVE, null)
                            .overrideAuthority("localhost");
        } else {
            InetSocketAddress tcp = (InetSocketAddress) server.socket();
            builder =
                    NettyChannelBuilder.forAddress(tcp.getHostString(), tcp.getPort())
                            .channelType(EpollSocketChannel.class);
        }
        return builder.eventLoopGroup(loop)
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_LIMIT)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

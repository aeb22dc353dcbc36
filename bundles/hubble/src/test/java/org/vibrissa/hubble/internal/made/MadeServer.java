package org.vibrissa.hubble.internal.made;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.hubble.internal.agent.AgentEventLog;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.internal.serve.HubbleServer;

/** A server of one node over a log that the test writes. */
public final class MadeServer implements AutoCloseable {
    private final MadeFlowLog log;
    private final MadeSource.Ledger ledger = new MadeSource.Ledger();
    private final AgentEventLog events = new AgentEventLog(Clock.systemUTC());
    private final FlowExpressions expressions = new FlowExpressions();
    private final Path socket;
    private final HubbleServer server;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();
    private volatile SortedMap<String, PeerAddress> peers = new TreeMap<>();

    public MadeServer(Path folder, int capacity) throws IOException {
        log = new MadeFlowLog(capacity);
        socket = folder.resolve("hubble.sock");
        server =
                HubbleServer.start(
                        MadeSource.of(log.log(), ledger, expressions), events, () -> peers, socket);
    }

    public MadeFlowLog log() {
        return log;
    }

    public MadeSource.Ledger ledger() {
        return ledger;
    }

    public AgentEventLog events() {
        return events;
    }

    public FlowExpressions expressions() {
        return expressions;
    }

    public HubbleServer server() {
        return server;
    }

    public Path socket() {
        return socket;
    }

    public void peers(PeerAddress... now) {
        SortedMap<String, PeerAddress> next = new TreeMap<>();
        for (PeerAddress peer : now) {
            next.put(peer.name(), peer);
        }
        peers = next;
    }

    /** A new connection. */
    public ManagedChannel connect() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollDomainSocketChannel.class)
                        .eventLoopGroup(loop)
                        .usePlaintext()
                        .build();
        synchronized (channels) {
            channels.add(channel);
        }
        return channel;
    }

    @Override
    public void close() {
        synchronized (channels) {
            channels.forEach(ManagedChannel::shutdownNow);
            channels.forEach(channel -> Await.until("a channel to end", channel::isTerminated));
        }
        server.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }
}

package org.vibrissa.fleet.internal.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.internal.trust.Tls;

/** Listens for other members, and for hosts that want to become one. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close ends in channelInactive
public final class FleetServer {
    private static final Logger LOG = LoggerFactory.getLogger(FleetServer.class);
    private static final long CLOSE_MS = 2000;

    private final Supplier<Tls> tls;
    private final WireLimits limits;
    private final Clock clock;
    private final CallServer calls;
    private final Executor workers;
    private final Doorkeeper door;
    private final ChannelGroup clients =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Map<String, Integer> running = new HashMap<>();
    private Channel listener;

    /**
     * A server that does not listen yet.
     *
     * @param tls asked for each connection, so that a renewed certificate counts at once
     * @param workers run the calls; may reject
     */
    public FleetServer(
            Supplier<Tls> tls, WireLimits limits, Clock clock, CallServer calls, Executor workers) {
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        this.calls = calls;
        this.workers = workers;
        door = new Doorkeeper(limits);
    }

    /**
     * Listens; where, with the port that was chosen when it was 0.
     *
     * @throws IOException when the address is not this host's, or is taken
     */
    public InetSocketAddress open(EventLoopGroup loop, InetSocketAddress at) throws IOException {
        UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, false);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.ALLOCATOR, buffers)
                        .childOption(ChannelOption.ALLOCATOR, buffers)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel);
                                    }
                                });
        var bound = bootstrap.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen at " + at + ": " + bound.cause().getMessage(), bound.cause());
        }
        listener = bound.channel();
        return (InetSocketAddress) listener.localAddress();
    }

    /** Event loop. */
    private void accept(SocketChannel channel) {
        if (!door.admit(channel)) {
            LOG.debug("too many connections: {} is turned away", channel.remoteAddress());
            channel.close();
            return;
        }
        clients.add(channel);
        SslHandler ssl = new SslHandler(tls.get().server());
        ssl.setHandshakeTimeoutMillis(limits.handshakeMillis());
        channel.pipeline().addLast(ssl).addLast(LastResort.NAME, new LastResort());
        ssl.handshakeFuture()
                .addListener(
                        done -> {
                            if (done.isSuccess()) {
                                serve(channel, Tls.peer(ssl.engine().getSession()));
                            } else {
                                LOG.debug(
                                        "no handshake with {}: {}",
                                        channel.remoteAddress(),
                                        String.valueOf(done.cause()));
                                channel.close();
                            }
                        });
    }

    private void serve(SocketChannel channel, Optional<X509Certificate> certificate) {
        if (certificate.isPresent()) {
            door.known(channel);
        }
        RequestTimer timer = new RequestTimer(limits);
        int bytes = certificate.isPresent() ? limits.bodyBytes() : limits.strangerBytes();
        channel.pipeline()
                .addBefore(LastResort.NAME, "timer", timer)
                .addBefore(
                        LastResort.NAME,
                        "write",
                        new WriteTimeoutHandler(limits.writeMillis(), TimeUnit.MILLISECONDS))
                .addBefore(LastResort.NAME, "http", new HttpServerCodec())
                .addBefore(LastResort.NAME, "body", new HttpObjectAggregator(bytes, true))
                .addBefore(
                        LastResort.NAME, "request", new RequestHandler(this, timer, certificate));
    }

    Executor workers() {
        return workers;
    }

    CallServer calls() {
        return calls;
    }

    Clock clock() {
        return clock;
    }

    /** Whether the caller may have one more call at work. */
    boolean begin(Call call) {
        synchronized (running) {
            int now = running.merge(call.caller().orElse(""), 1, Integer::sum);
            if (now > limits.perPeer()) {
                ended(call);
                return false;
            }
            return true;
        }
    }

    void end(Call call) {
        synchronized (running) {
            ended(call);
        }
    }

    private void ended(Call call) {
        running.computeIfPresent(call.caller().orElse(""), (n, c) -> c > 1 ? c - 1 : null);
    }

    /** Listens no more and closes what is connected. */
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_MS);
        }
        clients.close().awaitUninterruptibly(CLOSE_MS);
    }
}

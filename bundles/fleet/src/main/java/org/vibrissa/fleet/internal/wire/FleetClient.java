package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.ChannelHealthChecker;
import io.netty.channel.pool.FixedChannelPool;
import io.netty.channel.pool.FixedChannelPool.AcquireTimeoutAction;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.trust.MemberName;
import org.vibrissa.fleet.internal.trust.Tls;

/** Calls one other host; connections are kept and used again. Thread safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close is a closed connection
public final class FleetClient implements AutoCloseable {
    private static final int CONNECT_MS = 3000;
    private static final int MAX_WAITING = 256;

    private final Optional<String> expected;
    private final WireLimits limits;
    private final Messages messages = new Messages();
    private final FixedChannelPool pool;
    private final String address;

    /**
     * A client that is not connected yet.
     *
     * @param tls asked for each connection
     * @param address {@code host:port}
     * @param expected the member that must answer there; empty while it is not known
     */
    public FleetClient(
            EventLoopGroup loop,
            Supplier<Tls> tls,
            WireLimits limits,
            String address,
            Optional<String> expected) {
        this.expected = expected;
        this.limits = limits;
        this.address = address;
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(true, false))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .remoteAddress(socketAddress(address));
        pool =
                new FixedChannelPool(
                        bootstrap,
                        new AbstractChannelPoolHandler() {
                            @Override
                            public void channelCreated(Channel channel) {
                                connected(channel, tls.get());
                            }
                        },
                        ChannelHealthChecker.ACTIVE,
                        AcquireTimeoutAction.FAIL,
                        limits.requestMillis(),
                        limits.perPeer(),
                        MAX_WAITING);
    }

    private static InetSocketAddress socketAddress(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        return new InetSocketAddress(endpoint.address(), endpoint.port());
    }

    private void connected(Channel channel, Tls tls) {
        SslHandler ssl = new SslHandler(tls.client());
        ssl.setHandshakeTimeoutMillis(limits.handshakeMillis());
        channel.pipeline()
                .addLast("tls", ssl)
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(limits.bodyBytes() + 4096, true))
                .addLast(LastResort.NAME, new LastResort());
    }

    /** Calls without waiting; fails with a {@link FleetException} always. */
    public CompletableFuture<Answer> call(String path, JsonNode body, Duration timeout) {
        CompletableFuture<Answer> result = new CompletableFuture<>();
        byte[] bytes = messages.write(body);
        if (bytes.length > limits.bodyBytes()) {
            result.completeExceptionally(
                    new FleetException(
                            Kind.REFUSED,
                            "the body of "
                                    + path
                                    + " has "
                                    + bytes.length
                                    + " bytes; at most "
                                    + limits.bodyBytes()
                                    + " are sent"));
            return result;
        }
        pool.acquire()
                .addListener(
                        acquired -> {
                            if (acquired.isSuccess()) {
                                Channel channel = (Channel) acquired.getNow();
                                send(channel, path, bytes, timeout, result);
                            } else {
                                result.completeExceptionally(unreachable(acquired.cause()));
                            }
                        });
        result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return result;
    }

    private void send(
            Channel channel,
            String path,
            byte[] bytes,
            Duration timeout,
            CompletableFuture<Answer> result) {
        SslHandler ssl = (SslHandler) channel.pipeline().get("tls");
        ssl.handshakeFuture()
                .addListener(
                        done -> {
                            try {
                                List<X509Certificate> from = verified(done.cause(), ssl);
                                exchange(
                                        channel,
                                        new Exchange(path, Unpooled.wrappedBuffer(bytes), from),
                                        timeout,
                                        result);
                            } catch (FleetException e) {
                                result.completeExceptionally(e);
                                drop(channel);
                            }
                        });
    }

    private List<X509Certificate> verified(Throwable failure, SslHandler ssl)
            throws FleetException {
        if (failure != null) {
            throw unreachable(failure);
        }
        try {
            List<X509Certificate> from = Tls.chain(ssl.engine().getSession());
            Optional<String> name = MemberName.of(from.get(0)).map(MemberName::name);
            if (expected.isPresent() && !expected.equals(name)) {
                throw new FleetException(
                        Kind.UNREACHABLE,
                        "at "
                                + address
                                + " is "
                                + name.orElse("somebody else")
                                + ", not "
                                + expected.get());
            }
            return from;
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw unreachable(e);
        }
    }

    /** What is sent, and to whom. */
    record Exchange(String path, ByteBuf body, List<X509Certificate> from) {}

    /**
     * Event loop. An answer that comes too late for its caller is still waited for, and a
     * connection whose caller has gone is kept: the next call is spared the handshake, which is
     * what made a slow host late.
     */
    private void exchange(
            Channel channel,
            Exchange exchange,
            Duration timeout,
            CompletableFuture<Answer> result) {
        if (result.isDone()) {
            exchange.body().release();
            pool.release(channel);
            return;
        }
        AnswerHandler waiting = new AnswerHandler(exchange, address, messages, result);
        channel.pipeline().addBefore(LastResort.NAME, "answer", waiting);
        var timer =
                channel.eventLoop()
                        .schedule(
                                () -> channel.close(),
                                timeout.toMillis() + limits.lateMillis(),
                                TimeUnit.MILLISECONDS);
        waiting.over()
                .thenRun(
                        () -> {
                            timer.cancel(false);
                            finished(channel, waiting);
                        });
    }

    private void finished(Channel channel, AnswerHandler waiting) {
        if (channel.isActive() && waiting.keepAlive()) {
            channel.pipeline().remove(waiting);
            pool.release(channel);
        } else {
            drop(channel);
        }
    }

    private void drop(Channel channel) {
        channel.close().addListener(closed -> pool.release(channel));
    }

    private FleetException unreachable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.toString() : root.getMessage();
        return new FleetException(Kind.UNREACHABLE, address + ": " + why, cause);
    }

    @Override
    public void close() {
        pool.closeAsync();
    }
}

package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.trust.MemberName;

/** One client: reads a request, has it answered by a worker, then reads the next. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final FleetServer server;
    private final RequestTimer timer;
    private final Optional<X509Certificate> certificate;
    private final Messages messages = new Messages();

    RequestHandler(FleetServer server, RequestTimer timer, Optional<X509Certificate> certificate) {
        this.server = server;
        this.timer = timer;
        this.certificate = certificate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        timer.handling();
        Channel channel = context.channel();
        boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        Call call;
        try {
            call = call(channel, request);
        } catch (IOException e) {
            answer(channel, HttpResponseStatus.BAD_REQUEST, refused(e.getMessage()), false);
            return;
        }
        channel.config().setAutoRead(false);
        try {
            server.workers().execute(() -> work(channel, call, keepAlive));
        } catch (RejectedExecutionException e) {
            answer(
                    channel,
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    refused("this host is busy with other calls; try again"),
                    keepAlive);
        }
    }

    private Call call(Channel channel, FullHttpRequest request) throws IOException {
        if (request.decoderResult().isFailure()) {
            throw new IOException("this is not HTTP/1.1: " + request.decoderResult().cause());
        }
        String uri = request.uri();
        if (!request.method().equals(HttpMethod.POST) || !uri.startsWith(Messages.PREFIX)) {
            throw new IOException("POST " + Messages.PREFIX + "PATH is all that is answered here");
        }
        String address =
                ((InetSocketAddress) channel.remoteAddress()).getAddress().getHostAddress();
        return new Call(
                uri.substring(Messages.PREFIX.length()),
                certificate.flatMap(MemberName::of).map(MemberName::name),
                certificate,
                address,
                messages.read(request.content()));
    }

    private void work(Channel channel, Call call, boolean keepAlive) {
        if (!server.begin(call)) {
            answer(
                    channel,
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    refused("too many calls of this member at once; try again"),
                    keepAlive);
            return;
        }
        try {
            checkValid();
            JsonNode result = server.calls().answer(call);
            answer(channel, HttpResponseStatus.OK, result, keepAlive);
        } catch (FleetException e) {
            answer(channel, status(e.kind()), Messages.failure(e.kind(), message(e)), keepAlive);
        } catch (IllegalArgumentException | CertificateException e) {
            answer(channel, HttpResponseStatus.BAD_REQUEST, refused(e.getMessage()), keepAlive);
        } catch (RuntimeException e) {
            LOG.error("call {} of {} failed", call.path(), call.caller().orElse("a stranger"), e);
            JsonNode body = Messages.failure(Kind.UNREACHABLE, "the call failed there: " + e);
            answer(channel, HttpResponseStatus.INTERNAL_SERVER_ERROR, body, keepAlive);
        } finally {
            server.end(call);
        }
    }

    /** A connection may outlive the certificate it was made with. */
    private void checkValid() throws CertificateException {
        if (certificate.isPresent()) {
            certificate.get().checkValidity(java.util.Date.from(server.clock().instant()));
        }
    }

    private static HttpResponseStatus status(Kind kind) {
        return switch (kind) {
            case UNKNOWN_PATH -> HttpResponseStatus.NOT_FOUND;
            case NOT_JOINED -> HttpResponseStatus.FORBIDDEN;
            case REFUSED -> HttpResponseStatus.CONFLICT;
            case TIMEOUT -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case UNREACHABLE -> HttpResponseStatus.BAD_GATEWAY;
        };
    }

    private static JsonNode refused(String message) {
        return Messages.failure(Kind.REFUSED, message);
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Any thread. */
    private void answer(
            Channel channel, HttpResponseStatus status, JsonNode body, boolean keepAlive) {
        byte[] bytes = messages.write(body);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        HttpUtil.setKeepAlive(response, keepAlive);
        channel.eventLoop()
                .execute(
                        () -> {
                            channel.writeAndFlush(response)
                                    .addListener(
                                            keepAlive ? sent -> {} : ChannelFutureListener.CLOSE);
                            timer.waiting();
                            channel.config().setAutoRead(true);
                        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a client's connection failed", cause);
        context.close();
    }
}

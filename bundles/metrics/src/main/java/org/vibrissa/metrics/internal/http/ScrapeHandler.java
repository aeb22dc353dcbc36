package org.vibrissa.metrics.internal.http;

import io.netty.buffer.Unpooled;
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
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.metrics.internal.expose.TextFormat;

/** Answers {@code GET /metrics}. One for each connection. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection
final class ScrapeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeHandler.class);
    private static final String PATH = "/metrics";

    private final ScrapeQueue queue;

    ScrapeHandler(ScrapeQueue queue) {
        this.queue = queue;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean alive = HttpUtil.isKeepAlive(request);
        if (!request.decoderResult().isSuccess()) {
            say(context, HttpResponseStatus.BAD_REQUEST, "this is no HTTP request", false);
            return;
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (!head && !request.method().equals(HttpMethod.GET)) {
            say(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "figures are read by GET", alive);
            return;
        }
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        if (!address.path().equals(PATH)) {
            say(context, HttpResponseStatus.NOT_FOUND, "figures are at " + PATH, alive);
            return;
        }
        ScrapeQueue.Wish wish = wish(request, address);
        boolean taken =
                queue.offer(
                        wish,
                        (bytes, failure) ->
                                context.executor()
                                        .execute(
                                                () -> {
                                                    if (failure == null) {
                                                        give(context, wish, bytes, head, alive);
                                                    } else {
                                                        failed(context, failure);
                                                    }
                                                }));
        if (!taken) {
            say(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "too many scrapes wait", alive);
        }
    }

    private static ScrapeQueue.Wish wish(FullHttpRequest request, QueryStringDecoder address) {
        String accept = String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT));
        return new ScrapeQueue.Wish(
                TextFormat.of(accept),
                acceptsGzip(request),
                Set.copyOf(address.parameters().getOrDefault("name[]", List.of())));
    }

    private static boolean acceptsGzip(FullHttpRequest request) {
        String encodings =
                String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING));
        for (String item : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = item.replace(" ", "").split(";", -1);
            boolean refused = parts.length > 1 && parts[1].matches("q=0(\\.0*)?");
            if (parts[0].equals("gzip") && !refused) {
                return true;
            }
        }
        return false;
    }

    private static void failed(ChannelHandlerContext context, Throwable failure) {
        LOG.warn("figures could not be given", failure);
        say(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, failure.toString(), false);
    }

    private static void give(
            ChannelHandlerContext context,
            ScrapeQueue.Wish wish,
            byte[] bytes,
            boolean head,
            boolean alive) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, wish.format().contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.VARY, "Accept, Accept-Encoding");
        if (wish.gzip()) {
            response.headers().set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        send(context, response, alive);
    }

    private static void say(
            ChannelHandlerContext context, HttpResponseStatus status, String text, boolean alive) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        send(context, response, alive);
    }

    private static void send(
            ChannelHandlerContext context, FullHttpResponse response, boolean alive) {
        HttpUtil.setKeepAlive(response, alive);
        var sent = context.writeAndFlush(response);
        if (!alive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection with {} failed", context.channel().remoteAddress(), cause);
        context.close();
    }
}

package org.vibrissa.fleet.internal.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;

/** Sends one request and waits for its answer. Event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends in channelInactive
final class AnswerHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final FleetClient.Exchange exchange;
    private final String address;
    private final Messages messages;
    private final CompletableFuture<Answer> result;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean keepAlive;

    AnswerHandler(
            FleetClient.Exchange exchange,
            String address,
            Messages messages,
            CompletableFuture<Answer> result) {
        this.exchange = exchange;
        this.address = address;
        this.messages = messages;
        this.result = result;
    }

    /** Completes when the answer is here or will not come, whether or not anybody waits for it. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Whether the whole answer came and the other side takes more requests. */
    boolean keepAlive() {
        return keepAlive;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            lost("the connection was closed");
            return;
        }
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        Messages.PREFIX + exchange.path(),
                        exchange.body());
        request.headers()
                .set(HttpHeaderNames.HOST, address)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, exchange.body().readableBytes());
        context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        keepAlive = HttpUtil.isKeepAlive(response);
        answer(response);
        over.complete(null);
    }

    private void answer(FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.OK)) {
            result.completeExceptionally(
                    messages.failure(response.status().code(), response.content()));
            return;
        }
        try {
            result.complete(new Answer(messages.read(response.content()), exchange.from()));
        } catch (IOException e) {
            fail("its answer is no JSON: " + e.getMessage());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        lost("the connection was closed");
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        lost(String.valueOf(root.getMessage()));
        context.close();
    }

    private void lost(String why) {
        fail(why);
        over.complete(null);
    }

    private void fail(String why) {
        result.completeExceptionally(new FleetException(Kind.UNREACHABLE, address + ": " + why));
    }
}

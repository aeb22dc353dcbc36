package org.vibrissa.control.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.RestError;
import org.vibrissa.control.internal.server.MemoryBudget;

/**
 * One HTTP client: collects a request within its limits, hands it on, and reads the next one only
 * when the answer is sent. Event loop only, but for {@link Exchange}'s answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class HttpHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);
    private static final int LINGER_MS = 5000;

    private final HttpLimits limits;
    private final MemoryBudget budget;
    private final Deadline deadline;
    private final RequestSink sink;
    private final ArrayDeque<HttpObject> early = new ArrayDeque<>();
    private State state = State.READING;
    private HttpRequest head;
    private Body body;

    private enum State {
        READING,
        HANDLING,
        DISCARDING
    }

    /** Where complete requests go. */
    interface RequestSink {
        /** Event loop. Must lead to one {@link Exchange#done} or to an upgrade. */
        void accept(Exchange exchange);
    }

    HttpHandler(HttpLimits limits, MemoryBudget budget, Deadline deadline, RequestSink sink) {
        this.limits = limits;
        this.budget = budget;
        this.deadline = deadline;
        this.sink = sink;
        body = new Body(budget, limits.bodyBytes());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpObject part = (HttpObject) message;
        if (state == State.DISCARDING) {
            ReferenceCountUtil.release(part);
        } else if (state == State.HANDLING) {
            early.add(part);
        } else {
            read(context, part);
        }
    }

    private void read(ChannelHandlerContext context, HttpObject part) {
        try {
            if (part.decoderResult().isFailure()) {
                refuse(context.channel(), malformed(part.decoderResult().cause()));
                return;
            }
            if (part instanceof HttpRequest request) {
                begin(context.channel(), request);
            }
            if (state == State.READING && part instanceof HttpContent content) {
                add(context, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(Channel channel, HttpRequest request) {
        head = request;
        if (HttpUtil.getContentLength(request, 0L) > limits.bodyBytes()) {
            refuse(channel, tooLarge());
        } else if (HttpUtil.is100ContinueExpected(request)) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void add(ChannelHandlerContext context, HttpContent content) {
        switch (body.add(content.content())) {
            case TOO_LARGE -> refuse(context.channel(), tooLarge());
            case NO_MEMORY ->
                    refuse(
                            context.channel(),
                            new RestError(
                                    503,
                                    "busy",
                                    "no memory left for this body as other clients send too",
                                    "",
                                    "Try again in a moment."));
            case TAKEN -> {
                if (content instanceof LastHttpContent) {
                    handOver(context);
                }
            }
        }
    }

    private void handOver(ChannelHandlerContext context) {
        state = State.HANDLING;
        deadline.handling();
        Channel channel = context.channel();
        channel.config().setAutoRead(false);
        sink.accept(new Exchange(channel, head, body.bytes(), this::answered));
    }

    /** Event loop: the answer is on its way. */
    private void answered(Exchange exchange) {
        body.release();
        Channel channel = exchange.channel();
        if (!exchange.keepAlive() || !channel.isActive()) {
            return;
        }
        body = new Body(budget, limits.bodyBytes());
        state = State.READING;
        deadline.idle();
        while (state == State.READING && !early.isEmpty()) {
            read(channel.pipeline().context(this), early.poll());
        }
        if (state == State.READING) {
            channel.config().setAutoRead(true);
        }
    }

    /** Answers an error to a request that is not complete, then ignores what still comes. */
    void refuse(Channel channel, RestError error) {
        state = State.DISCARDING;
        deadline.handling();
        body.release();
        FullHttpResponse answer = Answers.error(error);
        HttpUtil.setKeepAlive(answer, false);
        channel.writeAndFlush(answer)
                .addListener(
                        sent -> {
                            if (channel instanceof io.netty.channel.unix.DomainSocketChannel out) {
                                out.shutdownOutput();
                            }
                            channel.eventLoop()
                                    .schedule(
                                            () -> channel.close(),
                                            LINGER_MS,
                                            TimeUnit.MILLISECONDS);
                        });
    }

    private RestError tooLarge() {
        return new RestError(
                413,
                "body_too_large",
                "the body is larger than " + limits.bodyBytes() + " bytes",
                "",
                "Send fewer documents per request.");
    }

    private static RestError malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new RestError(414, "line_too_long", "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return new RestError(431, "headers_too_large", "the headers are too large");
        }
        return new RestError(400, "malformed", "this is not HTTP/1.1: " + cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (state == State.READING) {
            body.release();
        }
        super.channelInactive(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        body.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("client connection failed", cause);
        context.close();
    }

    /** Answers the client whose request did not arrive in time. */
    void tooSlow(Channel channel) {
        refuse(
                channel,
                new RestError(
                        408,
                        "too_slow",
                        "the request was not complete within "
                                + limits.requestMillis() / 1000
                                + " s"));
    }

    static boolean wantsUpgrade(HttpRequest request, String protocol) {
        return protocol.equalsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE, ""));
    }

    static ChannelFutureListener closeUnless(boolean keepAlive) {
        return keepAlive ? future -> {} : ChannelFutureListener.CLOSE;
    }
}

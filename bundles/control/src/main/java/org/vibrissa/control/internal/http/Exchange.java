package org.vibrissa.control.internal.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.function.Consumer;

/** One complete request and the way to answer it, once, from any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Exchange {
    private final Channel channel;
    private final HttpRequest head;
    private final byte[] body;
    private final boolean keepAlive;
    private final Consumer<Exchange> answered;

    Exchange(Channel channel, HttpRequest head, byte[] body, Consumer<Exchange> answered) {
        this.channel = channel;
        this.head = head;
        this.body = body;
        this.answered = answered;
        keepAlive = HttpUtil.isKeepAlive(head);
    }

    Channel channel() {
        return channel;
    }

    HttpRequest head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Sends a whole answer. */
    void answer(FullHttpResponse response) {
        connectionHeader(response);
        channel.writeAndFlush(response).addListener(HttpHandler.closeUnless(keepAlive));
        done();
    }

    void connectionHeader(HttpResponse response) {
        HttpUtil.setKeepAlive(response.headers(), head.protocolVersion(), keepAlive);
    }

    /** The last byte of the answer was handed to the channel. */
    void done() {
        channel.eventLoop().execute(() -> answered.accept(this));
    }
}

package org.vibrissa.control.internal.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.vibrissa.control.RestError;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.rest.ErrorBody;

/** Builds HTTP answers. */
final class Answers {
    private static final String JSON = "application/json";

    private Answers() {}

    static FullHttpResponse error(RestError error) {
        FullHttpResponse answer = bytes(error.status(), JSON, line(ErrorBody.of(error)));
        if (error.status() == 503) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        }
        if (error.status() == 405) {
            answer.headers().set(HttpHeaderNames.ALLOW, error.field());
        }
        return answer;
    }

    static FullHttpResponse json(int status, Object body) {
        return bytes(status, JSON, line(body));
    }

    static FullHttpResponse empty(int status) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.EMPTY_BUFFER);
        if (status != 204) {
            answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        return answer;
    }

    static HttpResponse chunked(int status, String mediaType) {
        HttpResponse answer =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, mediaType);
        answer.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return answer;
    }

    static FullHttpResponse upgrade(String protocol) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER);
        answer.headers().set(HttpHeaderNames.UPGRADE, protocol);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        return answer;
    }

    private static byte[] line(Object body) {
        return (Json.pretty(body) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static FullHttpResponse bytes(int status, String mediaType, byte[] content) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.wrappedBuffer(content));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, mediaType);
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
        return answer;
    }
}

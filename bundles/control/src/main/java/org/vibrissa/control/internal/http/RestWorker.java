package org.vibrissa.control.internal.http;

import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestError;
import org.vibrissa.control.internal.rest.RestDispatcher;
import org.vibrissa.control.internal.server.BlockingWriter;
import org.vibrissa.control.internal.server.ClientGone;

/** Runs a route's handler on a worker thread and writes its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class RestWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RestWorker.class);
    private static final int CHUNK = 16 << 10;

    private final RestDispatcher dispatcher;

    RestWorker(RestDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    void run(Exchange exchange, Peer peer, BlockingWriter writer) {
        Response response;
        try {
            response = dispatcher.dispatch(exchange.head(), exchange.body(), peer);
        } catch (RestError e) {
            exchange.answer(Answers.error(e));
            return;
        }
        write(exchange, response, writer);
    }

    private void write(Exchange exchange, Response response, BlockingWriter writer) {
        if (response instanceof Response.Json json) {
            exchange.answer(Answers.json(json.status(), json.body()));
        } else if (response instanceof Response.Stream stream) {
            stream(exchange, stream, writer);
        } else {
            exchange.answer(Answers.empty(response.status()));
        }
    }

    private void stream(Exchange exchange, Response.Stream stream, BlockingWriter writer) {
        if (!exchange.head().protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            exchange.answer(
                    Answers.error(new RestError(505, "http_version", "a stream needs HTTP/1.1")));
            return;
        }
        try {
            var head = Answers.chunked(stream.status(), stream.mediaType());
            exchange.connectionHeader(head);
            writer.write(head);
            OutputStream out = new BufferedOutputStream(new Chunked(writer), CHUNK);
            stream.body().writeTo(out);
            out.flush();
            exchange.channel()
                    .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(HttpHandler.closeUnless(exchange.keepAlive()));
            exchange.done();
        } catch (ClientGone e) {
            exchange.channel().close();
            exchange.done();
        } catch (IOException | RuntimeException e) {
            // The head is sent: an incomplete chunked body is the only way left to say it.
            LOG.error("{} {} broke off", exchange.head().method(), exchange.head().uri(), e);
            exchange.channel().close();
            exchange.done();
        }
    }

    private static final class Chunked extends OutputStream {
        private final BlockingWriter writer;

        Chunked(BlockingWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > 0) {
                writer.write(
                        new DefaultHttpContent(
                                writer.buffer(length).writeBytes(bytes, offset, length)));
            }
        }
    }
}

package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;

/** A running watch: read by one thread, closed by any. */
public final class WatchStream implements AutoCloseable {
    private final InputStream in;
    private final JsonParser parser;
    private final URI endpoint;

    WatchStream(InputStream in, URI endpoint) throws EtcdException {
        this.in = in;
        this.endpoint = endpoint;
        try {
            parser = Gateway.JSON.getFactory().createParser(in);
        } catch (IOException e) {
            throw Failures.of(e, endpoint);
        }
    }

    /**
     * Changes of one revision or several, in order.
     *
     * @param header as of when all before was told
     * @param events none when it only tells how far it is
     */
    public record Batch(Header header, List<KeyValue> events) {}

    /** Waits until etcd says that it watches. A revision that is gone shows at the next read. */
    public void created() throws EtcdException {
        if (!result().path("created").asBoolean()) {
            throw new EtcdException(Kind.OTHER, endpoint + ": the watch began with no word of it");
        }
    }

    /**
     * Waits for the next.
     *
     * @throws EtcdException of kind COMPACTED when the revision it should begin at is gone
     */
    public Batch next() throws EtcdException {
        JsonNode result = result();
        List<KeyValue> events = new ArrayList<>();
        for (JsonNode event : result.path("events")) {
            events.add(
                    Etcd.keyValue(event.path("kv"), "DELETE".equals(event.path("type").asText())));
        }
        return new Batch(Header.of(result), events);
    }

    private JsonNode result() throws EtcdException {
        JsonNode message = read();
        if (message.has("error")) {
            throw Failures.of(message.path("error"), endpoint);
        }
        JsonNode result = message.path("result");
        if (result.path("canceled").asBoolean()) {
            throw cancelled(result);
        }
        return result;
    }

    private JsonNode read() throws EtcdException {
        try {
            JsonNode message = Gateway.JSON.readTree(parser);
            if (message == null) {
                throw new EtcdException(Kind.UNREACHABLE, endpoint + ": the watch ended");
            }
            return message;
        } catch (IOException e) {
            throw Failures.of(e, endpoint);
        }
    }

    private EtcdException cancelled(JsonNode result) {
        long compacted = result.path("compact_revision").asLong();
        String reason = result.path("cancel_reason").asText("without a reason");
        if (compacted > 0) {
            return new EtcdException(
                    Kind.COMPACTED, endpoint + ": changes before " + compacted + " are gone");
        }
        return new EtcdException(
                reason.contains("permission") || reason.contains("auth")
                        ? Kind.DENIED
                        : Kind.UNREACHABLE,
                endpoint + ": the watch was ended: " + reason);
    }

    /** The endpoint that it runs over. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It is over either way.
            return;
        }
    }
}

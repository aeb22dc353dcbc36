package org.vibrissa.control;

import java.io.IOException;
import java.io.OutputStream;

/** What a route answers. */
public sealed interface Response {
    int status();

    /** A JSON document: a JsonNode, record, map or list. */
    record Json(int status, Object body) implements Response {}

    /** No body. */
    record Empty(int status) implements Response {}

    /** Bytes written while the client reads them; the stream blocks when it does not. */
    record Stream(int status, String mediaType, Body body) implements Response {}

    /** Writes a streamed body, on the handler's thread. */
    @FunctionalInterface
    interface Body {
        /** Returns when done; an IOException tells that the client went away. */
        void writeTo(OutputStream out) throws IOException;
    }

    static Response ok(Object body) {
        return new Json(200, body);
    }

    static Response created(Object body) {
        return new Json(201, body);
    }

    static Response noContent() {
        return new Empty(204);
    }

    static Response stream(String mediaType, Body body) {
        return new Stream(200, mediaType, body);
    }
}

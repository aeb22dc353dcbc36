package org.vibrissa.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** An HTTP request that matched a route; used by the handler's thread. */
@ProviderType
public interface Request {
    /** A segment named in the path template, percent-decoded. */
    String path(String name);

    /** A query parameter; the last one when repeated. */
    Optional<String> query(String name);

    /** Request headers, names in lower case, the last value of each. */
    Map<String, String> headers();

    /** The whole body, at most 8 MiB; empty when there is none. */
    byte[] body();

    /**
     * The body as JSON.
     *
     * @throws RestError 400 with line and column when it is not JSON
     */
    JsonNode json();

    /**
     * The body as a record; unknown properties are refused.
     *
     * @throws RestError 400 naming the field
     */
    <T> T json(Class<T> type);

    /** Who asks. */
    Peer peer();
}

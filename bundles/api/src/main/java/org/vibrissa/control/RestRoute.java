package org.vibrissa.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One REST operation: served on the socket and described in {@code /openapi.json}.
 *
 * <pre>{@code
 * RestRoute.of(Method.GET, "/v1/endpoints/{name}", "Shows one endpoint")
 *     .tag("endpoints")
 *     .query("labels", "only those with this label")
 *     .returns(Schema.of(EndpointView.class))
 *     .handledBy(request -> Response.ok(view(request.path("name"))))
 * }</pre>
 *
 * @param path template; {@code {name}} is one segment, percent-decoded. A literal segment is
 *     preferred over a parameter
 * @param summary one line, no full stop
 * @param tag group in the document
 * @param query parameter name to description; others are refused with 400
 * @param request shape of the body, empty when there is none
 * @param response shape of a 200's body
 * @param handler runs on a worker thread, may block
 */
public record RestRoute(
        Method method,
        String path,
        String summary,
        String tag,
        Map<String, String> query,
        Optional<Schema> request,
        Schema response,
        Handler handler) {
    /** The HTTP method. */
    public enum Method {
        GET,
        PUT,
        POST,
        PATCH,
        DELETE
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers one request.
         *
         * @throws RestError for an answer that the client can act on; any other exception becomes a
         *     500 and is logged
         */
        Response handle(Request request) throws Exception;
    }

    public RestRoute {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with /: " + path);
        }
        query = Map.copyOf(query);
    }

    public static RestRoute of(Method method, String path, String summary) {
        Handler unset =
                request -> {
                    throw new RestError(501, "not_implemented", method + " " + path);
                };
        return new RestRoute(
                method, path, summary, "daemon", Map.of(), Optional.empty(), Schema.any(), unset);
    }

    public RestRoute tag(String name) {
        return new RestRoute(method, path, summary, name, query, request, response, handler);
    }

    public RestRoute query(String name, String description) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(name, description);
        return new RestRoute(method, path, summary, tag, more, request, response, handler);
    }

    public RestRoute accepts(Schema body) {
        return new RestRoute(
                method, path, summary, tag, query, Optional.of(body), response, handler);
    }

    public RestRoute returns(Schema body) {
        return new RestRoute(method, path, summary, tag, query, request, body, handler);
    }

    public RestRoute handledBy(Handler answer) {
        return new RestRoute(method, path, summary, tag, query, request, response, answer);
    }
}

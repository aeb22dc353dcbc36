package org.vibrissa.control.internal.rest;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestError;
import org.vibrissa.state.NearestName;

/** From an HTTP request to its route's answer. */
public final class RestDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(RestDispatcher.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("org.vibrissa.control.audit");

    private final Supplier<RouteTable> routes;

    public RestDispatcher(Supplier<RouteTable> routes) {
        this.routes = routes;
    }

    /**
     * Answers on the calling thread.
     *
     * @throws RestError for each error, those of the daemon included
     */
    public Response dispatch(HttpRequest head, byte[] body, Peer peer) {
        String method = head.method().name();
        try {
            Response response = answer(head, body, peer);
            if (!method.equals("GET")) {
                AUDIT.info("{} status={} {} {}", peer, response.status(), method, head.uri());
            }
            return response;
        } catch (RestError e) {
            AUDIT.info("{} status={} {} {}", peer, e.status(), method, head.uri());
            throw e;
        }
    }

    private Response answer(HttpRequest head, byte[] body, Peer peer) {
        try {
            QueryStringDecoder uri = new QueryStringDecoder(head.uri());
            RouteTable.Match match =
                    routes.get().match(head.method().name(), RouteTable.split(uri.path()));
            Map<String, String> query = new TreeMap<>();
            uri.parameters().forEach((name, values) -> query.put(name, last(values)));
            for (String name : query.keySet()) {
                if (!match.route().query().containsKey(name)) {
                    throw RestError.invalid(
                            "unknown parameter "
                                    + name
                                    + NearestName.hint(name, match.route().query().keySet()),
                            name);
                }
            }
            Map<String, String> headers =
                    head.headers().entries().stream()
                            .collect(
                                    Collectors.toMap(
                                            e -> e.getKey().toLowerCase(Locale.ROOT),
                                            Map.Entry::getValue,
                                            (first, second) -> second));
            return match.route()
                    .handler()
                    .handle(new RestRequest(match.parameters(), query, headers, body, peer));
        } catch (RestError e) {
            throw e;
        } catch (Exception e) {
            throw Failures.rest(e)
                    .orElseGet(
                            () -> {
                                LOG.error("{} {} failed", head.method(), head.uri(), e);
                                return new RestError(
                                        500,
                                        "internal",
                                        e.toString(),
                                        "",
                                        "The daemon's log has the whole story.");
                            });
        }
    }

    private static String last(java.util.List<String> values) {
        return values.get(values.size() - 1);
    }
}

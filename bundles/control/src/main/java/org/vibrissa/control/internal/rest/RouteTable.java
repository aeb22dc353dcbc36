package org.vibrissa.control.internal.rest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vibrissa.control.RestError;
import org.vibrissa.control.RestRoute;
import org.vibrissa.state.NearestName;

/** Finds the route of a method and path. Immutable; literal segments win over parameters. */
public final class RouteTable {
    /** A route with the values of its path parameters. */
    public record Match(RestRoute route, Map<String, String> parameters) {}

    private final List<RestRoute> routes;

    public RouteTable(List<RestRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    public List<RestRoute> routes() {
        return routes;
    }

    /**
     * Matches.
     *
     * @param segments of the path, percent-decoded
     * @throws RestError 404 with the nearest path, 405 with the methods that exist (in {@code
     *     field})
     */
    public Match match(String method, List<String> segments) {
        Optional<Match> best = Optional.empty();
        long bestLiterals = -1;
        SortedSet<String> allowed = new TreeSet<>();
        for (RestRoute route : routes) {
            List<String> template = split(route.path());
            Optional<Map<String, String>> parameters = bind(template, segments);
            if (parameters.isEmpty()) {
                continue;
            }
            allowed.add(route.method().name());
            long literals = template.stream().filter(s -> !isParameter(s)).count();
            if (route.method().name().equals(method) && literals > bestLiterals) {
                best = Optional.of(new Match(route, parameters.get()));
                bestLiterals = literals;
            }
        }
        return best.orElseThrow(() -> refusal(method, segments, allowed));
    }

    private RestError refusal(String method, List<String> segments, SortedSet<String> allowed) {
        String path = "/" + String.join("/", segments);
        if (!allowed.isEmpty()) {
            String methods = String.join(", ", allowed);
            return new RestError(
                    405, "method_not_allowed", method + " " + path, methods, "Use " + methods);
        }
        List<String> paths = routes.stream().map(RestRoute::path).distinct().toList();
        String next =
                NearestName.of(path, paths)
                        .map(near -> "Did you mean " + near + "?")
                        .orElse("GET /openapi.json lists all paths.");
        return new RestError(404, "not_found", "there is no " + path, "", next);
    }

    private static Optional<Map<String, String>> bind(
            List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (isParameter(part)) {
                parameters.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** {@code /v1/x/} and {@code /v1/x} are the same. */
    public static List<String> split(String path) {
        return Arrays.stream(path.split("/", -1)).filter(s -> !s.isEmpty()).toList();
    }
}

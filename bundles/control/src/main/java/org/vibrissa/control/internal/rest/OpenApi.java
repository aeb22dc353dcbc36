package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.Schema;

/** The OpenAPI 3.1 document of a set of routes. */
final class OpenApi {
    private final RecordSchema records = new RecordSchema();

    private OpenApi() {}

    static ObjectNode document(String version, List<RestRoute> routes) {
        return new OpenApi().build(version, routes);
    }

    private ObjectNode build(String version, List<RestRoute> routes) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Vibrissa")
                .put("version", version)
                .put(
                        "description",
                        "On the daemon's unix socket, /run/vibrissa/NODE/vibrissa.sock.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "http://localhost");
        ObjectNode paths = document.putObject("paths");
        routes.stream()
                .sorted(Comparator.comparing(RestRoute::path).thenComparing(RestRoute::method))
                .forEach(route -> operation(paths, route));
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        records.named().forEach(schemas::set);
        schemas.set("Error", error());
        return document;
    }

    private void operation(ObjectNode paths, RestRoute route) {
        ObjectNode path = paths.withObjectProperty(route.path());
        String method = route.method().name().toLowerCase(Locale.ROOT);
        if (path.has(method)) {
            return;
        }
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.putArray("tags").add(route.tag());
        parameters(operation, route);
        route.request()
                .ifPresent(
                        body -> {
                            ObjectNode request = operation.putObject("requestBody");
                            request.put("required", true);
                            if (body instanceof Schema.Bytes bytes) {
                                request.putObject("content").putObject(bytes.mediaType());
                            } else {
                                content(request, schema(body));
                            }
                        });
        ObjectNode responses = operation.putObject("responses");
        if (route.response() instanceof Schema.None) {
            responses.putObject("204").put("description", "Done");
        } else {
            ObjectNode ok = responses.putObject("200").put("description", route.summary());
            content(ok, schema(route.response()));
        }
        ObjectNode failed = responses.putObject("default").put("description", "Why it failed");
        content(
                failed,
                JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/Error"));
    }

    private static void parameters(ObjectNode operation, RestRoute route) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (String segment : RouteTable.split(route.path())) {
            if (RouteTable.isParameter(segment)) {
                ObjectNode parameter = parameters.addObject();
                parameter.put("name", segment.substring(1, segment.length() - 1));
                parameter.put("in", "path").put("required", true);
                parameter.putObject("schema").put("type", "string");
            }
        }
        new TreeMap<>(route.query())
                .forEach(
                        (name, description) -> {
                            ObjectNode parameter = parameters.addObject();
                            parameter.put("name", name).put("in", "query");
                            parameter.put("description", description);
                            parameter.putObject("schema").put("type", "string");
                        });
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private static void content(ObjectNode holder, JsonNode schema) {
        holder.putObject("content").putObject("application/json").set("schema", schema);
    }

    private JsonNode schema(Schema schema) {
        if (schema instanceof Schema.OfRecord one) {
            return records.reference(one.type());
        }
        if (schema instanceof Schema.OfRecords many) {
            ObjectNode array = JsonNodeFactory.instance.objectNode().put("type", "array");
            array.set("items", records.reference(many.type()));
            return array;
        }
        return schema instanceof Schema.Literal literal
                ? literal.schema()
                : JsonNodeFactory.instance.objectNode();
    }

    private static String operationId(RestRoute route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        for (String segment : RouteTable.split(route.path())) {
            String word = segment.replaceAll("[^A-Za-z0-9]", "");
            String by = RouteTable.isParameter(segment) ? "By" : "";
            id.append(by).append(word.substring(0, 1).toUpperCase(Locale.ROOT));
            id.append(word.substring(1));
        }
        return id.toString();
    }

    private static ObjectNode error() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putArray("required").add("error");
        ObjectNode inner = schema.putObject("properties").putObject("error");
        inner.put("type", "object");
        inner.putArray("required").add("code").add("message");
        ObjectNode properties = inner.putObject("properties");
        for (String name : List.of("code", "message", "field", "nextStep")) {
            properties.putObject(name).put("type", "string");
        }
        return schema;
    }
}

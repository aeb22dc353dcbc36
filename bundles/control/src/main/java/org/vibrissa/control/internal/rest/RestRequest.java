package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Request;
import org.vibrissa.control.RestError;
import org.vibrissa.control.internal.print.Json;

/** What a route's handler sees. */
final class RestRequest implements Request {
    private final Map<String, String> parameters;
    private final Map<String, String> queries;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Peer peer;

    RestRequest(
            Map<String, String> parameters,
            Map<String, String> queries,
            Map<String, String> headers,
            byte[] body,
            Peer peer) {
        this.parameters = Map.copyOf(parameters);
        this.queries = Map.copyOf(queries);
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.peer = peer;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public String path(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("no {" + name + "} in the template"));
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(queries.get(name));
    }

    @Override
    public JsonNode json() {
        if (body.length == 0) {
            throw RestError.invalid("a JSON body is expected", "");
        }
        try {
            return Json.read(body);
        } catch (JacksonException e) {
            throw RestError.invalid(
                    "the body is not JSON: "
                            + e.getOriginalMessage()
                            + " at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr(),
                    "");
        } catch (IOException e) {
            throw RestError.invalid("the body is not JSON: " + e.getMessage(), "");
        }
    }

    @Override
    public <T> T json(Class<T> type) {
        JsonNode tree = json();
        try {
            return Json.read(tree, type);
        } catch (JsonMappingException e) {
            String field =
                    e.getPath().stream()
                            .map(
                                    step ->
                                            step.getFieldName() != null
                                                    ? step.getFieldName()
                                                    : "[" + step.getIndex() + "]")
                            .collect(Collectors.joining("."));
            throw RestError.invalid(e.getOriginalMessage(), field);
        } catch (IOException e) {
            throw RestError.invalid(e.getMessage(), "");
        }
    }
}

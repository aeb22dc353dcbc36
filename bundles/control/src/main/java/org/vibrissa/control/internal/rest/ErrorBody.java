package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.vibrissa.control.RestError;

/** {@code {"error":{"code","message","field","nextStep"}}} with empty parts left out. */
public final class ErrorBody {
    private ErrorBody() {}

    public static ObjectNode of(RestError error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode inner = body.putObject("error");
        inner.put("code", error.code());
        inner.put("message", error.getMessage());
        putUnlessEmpty(inner, "field", error.field());
        putUnlessEmpty(inner, "nextStep", error.nextStep());
        return body;
    }

    private static void putUnlessEmpty(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}

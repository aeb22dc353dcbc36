package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vibrissa.state.InvalidResource;

/**
 * One form for equal content, so that what was made in code, read from a file and read from the log
 * compare equal: integers as small as fit, other numbers as doubles, null members left out.
 */
public final class Canonical {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Canonical() {}

    /**
     * A canonical copy.
     *
     * @throws InvalidResource when the content is no plain JSON
     */
    public static JsonNode copy(JsonNode node, String path) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (!member.getValue().isNull()) {
                    object.set(
                            member.getKey(), copy(member.getValue(), path + "." + member.getKey()));
                }
            }
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            List<JsonNode> items = new ArrayList<>();
            node.forEach(items::add);
            for (int i = 0; i < items.size(); i++) {
                array.add(copy(items.get(i), path + "[" + i + "]"));
            }
            return array;
        }
        if (node.isIntegralNumber()) {
            return integer(node.bigIntegerValue());
        }
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            return NODES.numberNode(node.doubleValue());
        }
        if (node.isTextual() || node.isBoolean() || node.isNull()) {
            return node;
        }
        throw new InvalidResource(path, "is no JSON value: " + node);
    }

    static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValueExact());
        }
        return value.bitLength() < Long.SIZE
                ? NODES.numberNode(value.longValueExact())
                : NODES.numberNode(value);
    }
}

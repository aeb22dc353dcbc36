package org.vibrissa.config.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.vibrissa.config.ChangeClass;
import org.vibrissa.config.Key;
import org.vibrissa.config.ValueType;

/** Reads a bundle's {@code vibrissa/config-keys.json}. */
public final class Declarations {
    /** Where a bundle declares its keys. */
    public static final String RESOURCE = "vibrissa/config-keys.json";

    private static final Set<String> FIELDS =
            Set.of(
                    "key",
                    "type",
                    "default",
                    "values",
                    "min",
                    "max",
                    "powerOfTwo",
                    "unit",
                    "class",
                    "doc",
                    "pid",
                    "property");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");

    /** One for all bundles: making it takes as long as reading some of them. */
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private Declarations() {}

    /**
     * Reads all keys.
     *
     * @param owner symbolic name of the bundle
     * @throws IllegalArgumentException naming the bundle, the key and what is wrong
     */
    public static List<Key> read(String owner, InputStream json) throws IOException {
        List<Key> keys = new ArrayList<>();
        for (JsonNode node : JSON.readTree(json).path("keys")) {
            try {
                keys.add(key(owner, node));
            } catch (IllegalArgumentException e) {
                String name = node.path("key").asText("?");
                throw new IllegalArgumentException(
                        owner + ": " + RESOURCE + ": " + name + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }

    private static Key key(String owner, JsonNode node) {
        node.fieldNames()
                .forEachRemaining(field -> require(FIELDS.contains(field), "unknown " + field));
        String name = text(node, "key");
        require(NAME.matcher(name).matches(), "a key is dotted words of a-z, 0-9 and -");
        ValueType type = ValueType.valueOf(upper(text(node, "type")));
        List<String> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(value.asText()));
        require(type != ValueType.ENUM || !values.isEmpty(), "an enum needs values");
        Key key =
                new Key(
                        name,
                        type,
                        text(node, "default"),
                        values,
                        limit(type, node.path("min")),
                        limit(type, node.path("max")),
                        powerOfTwo(type, node.path("powerOfTwo")),
                        node.path("unit").asText(""),
                        ChangeClass.valueOf(upper(text(node, "class"))),
                        text(node, "doc"),
                        owner,
                        text(node, "pid"),
                        text(node, "property"));
        KeyCheck.typed(key, key.defaultValue());
        return key;
    }

    private static OptionalLong limit(ValueType type, JsonNode node) {
        if (node.isMissingNode()) {
            return OptionalLong.empty();
        }
        boolean counted = type == ValueType.LIST || node.isIntegralNumber();
        Object value = counted ? node.asLong() : TypedText.read(type, node.asText());
        require(value instanceof Long, "min and max do not apply to " + type);
        return OptionalLong.of((Long) value);
    }

    private static boolean powerOfTwo(ValueType type, JsonNode node) {
        if (node.isMissingNode()) {
            return false;
        }
        require(node.isBoolean(), "powerOfTwo is true or false");
        require(
                type == ValueType.INT || type == ValueType.BYTES,
                "powerOfTwo does not apply to " + type);
        return node.asBoolean();
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        require(value.isValueNode() && !value.isNull(), "has no " + field);
        return value.asText();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

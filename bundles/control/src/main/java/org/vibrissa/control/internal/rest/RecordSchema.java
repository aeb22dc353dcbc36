package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/** JSON Schema of records; each record becomes one named schema that others refer to. */
final class RecordSchema {
    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class);

    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** The named schemas that were referred to so far. */
    Map<String, ObjectNode> named() {
        return named;
    }

    /** A reference to the record's schema. */
    ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!named.containsKey(name)) {
            ObjectNode schema = object("object");
            named.put(name, schema);
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JsonNodeFactory.instance.arrayNode();
            for (RecordComponent component : type.getRecordComponents()) {
                properties.set(component.getName(), of(component.getGenericType()));
                if (!OPTIONAL.contains(component.getType())) {
                    required.add(component.getName());
                }
            }
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
        }
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return of(arguments[0]);
            }
            if (Collection.class.isAssignableFrom(raw)) {
                ObjectNode array = object("array");
                array.set("items", of(arguments[0]));
                return array;
            }
            if (Map.class.isAssignableFrom(raw)) {
                ObjectNode map = object("object");
                map.set("additionalProperties", of(arguments[1]));
                return map;
            }
        }
        return type instanceof Class<?> plain
                ? ofClass(plain)
                : JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == MacAddress.class || type == IpPrefix.class) {
            return object("string");
        }
        if (type.isRecord()) {
            return reference(type);
        }
        if (type == boolean.class || type == Boolean.class) {
            return object("boolean");
        }
        if (type == int.class || type == long.class || type == short.class || type == byte.class) {
            return object("integer");
        }
        if (type == Integer.class || type == Long.class || type == BigInteger.class) {
            return object("integer");
        }
        if (type == OptionalInt.class || type == OptionalLong.class) {
            return object("integer");
        }
        if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
            return object("number");
        }
        if (type == Duration.class) {
            return object("number").put("description", "seconds");
        }
        if (type == Instant.class) {
            return object("string").put("format", "date-time");
        }
        if (type == String.class || InetAddress.class.isAssignableFrom(type)) {
            return object("string");
        }
        if (type.isEnum()) {
            ObjectNode schema = object("string");
            ArrayNode values = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            return schema;
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer != null && outer.isRecord()
                ? name(outer) + type.getSimpleName()
                : type.getSimpleName();
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}

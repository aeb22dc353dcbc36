package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.state.NearestName;

/**
 * Reads one map of a document strictly: asked for each field once, then {@link #end()}. What is
 * wrong is collected, and reading goes on with what is right, so that a user sees all of it at
 * once. Absent fields and empty lists are told apart.
 */
final class Cursor {
    /** A text and where it stands. */
    record Text(String path, String value) {}

    /** Any value and where it stands. */
    record Value(String path, JsonNode node) {}

    private final JsonNode node;
    private final String path;
    private final Part part;
    private final Problems problems;
    private final Set<String> asked = new HashSet<>();

    Cursor(JsonNode node, String path, Part part, Problems problems) {
        this.path = path;
        this.part = part;
        this.problems = problems;
        if (node.isObject()) {
            this.node = node;
        } else {
            problems.add(path, "must be a map, not " + describe(node));
            this.node = JsonNodeFactory.instance.objectNode();
        }
    }

    String path() {
        return path;
    }

    String path(String field) {
        return path + "." + field;
    }

    Problems problems() {
        return problems;
    }

    /** Whether the field is there; it counts as asked for only when it is read. */
    boolean has(String field) {
        known(field);
        JsonNode value = node.get(field);
        return value != null && !value.isNull();
    }

    Optional<Value> value(String field) {
        asked.add(field);
        return has(field) ? Optional.of(new Value(path(field), node.get(field))) : Optional.empty();
    }

    Optional<String> text(String field) {
        return value(field).flatMap(this::text);
    }

    /** Empty, and a problem, when it is absent. */
    Optional<String> requiredText(String field) {
        if (!has(field)) {
            asked.add(field);
            problems.add(path(field), "is required");
            return Optional.empty();
        }
        return text(field);
    }

    /** One of the words, as written there. */
    Optional<String> choice(String field, List<String> words) {
        return text(field).filter(text -> isOneOf(path(field), text, words));
    }

    boolean isOneOf(String at, String text, List<String> words) {
        if (words.contains(text)) {
            return true;
        }
        problems.add(
                at,
                "must be one of "
                        + String.join(", ", words)
                        + ", not \""
                        + text
                        + "\""
                        + NearestName.of(text, words)
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse(""));
        return false;
    }

    Optional<Boolean> flag(String field) {
        return value(field)
                .filter(value -> is(value.node().isBoolean(), value, "must be true or false"))
                .map(value -> value.node().booleanValue());
    }

    Optional<Integer> integer(String field, int min, int max) {
        return value(field)
                .filter(value -> is(isInt(value.node()), value, "must be a whole number"))
                .map(value -> value.node().intValue())
                .filter(number -> within(path(field), number, min, max));
    }

    boolean within(String at, int number, int min, int max) {
        if (number >= min && number <= max) {
            return true;
        }
        problems.add(at, "must be " + min + ".." + max + ", not " + number);
        return false;
    }

    static boolean isInt(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt();
    }

    Optional<Cursor> object(String field, Part shape) {
        return value(field).map(value -> new Cursor(value.node(), value.path(), shape, problems));
    }

    /** Maps in a list; empty when the field is absent. */
    Optional<List<Cursor>> objects(String field, Part shape) {
        return values(field)
                .map(
                        values ->
                                values.stream()
                                        .map(v -> new Cursor(v.node(), v.path(), shape, problems))
                                        .toList());
    }

    /** Texts in a list; empty when the field is absent. */
    Optional<List<Text>> texts(String field) {
        return values(field)
                .map(
                        values -> {
                            List<Text> texts = new ArrayList<>();
                            for (Value value : values) {
                                text(value).ifPresent(t -> texts.add(new Text(value.path(), t)));
                            }
                            return List.copyOf(texts);
                        });
    }

    /** Anything in a list; empty when the field is absent, or no list. */
    Optional<List<Value>> values(String field) {
        return value(field)
                .filter(value -> is(value.node().isArray(), value, "must be a list"))
                .map(
                        value -> {
                            List<Value> items = new ArrayList<>();
                            for (JsonNode item : value.node()) {
                                String at = value.path() + "[" + items.size() + "]";
                                items.add(new Value(at, item));
                            }
                            return List.copyOf(items);
                        });
    }

    /** A map of texts; empty when the field is absent. */
    Map<String, Text> textMap(String field) {
        Map<String, Text> texts = new TreeMap<>();
        value(field)
                .filter(value -> is(value.node().isObject(), value, "must be a map"))
                .ifPresent(
                        value ->
                                value.node()
                                        .properties()
                                        .forEach(
                                                member -> {
                                                    String at =
                                                            value.path() + "." + member.getKey();
                                                    text(new Value(at, member.getValue()))
                                                            .ifPresent(
                                                                    text ->
                                                                            texts.put(
                                                                                    member.getKey(),
                                                                                    new Text(
                                                                                            at,
                                                                                            text)));
                                                }));
        return texts;
    }

    /** Refuses fields that are not known, and those that are known to be refused. */
    void end() {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            Optional<Field> field = part.field(name);
            if (field.isEmpty()) {
                problems.add(path(name), "unknown field" + NearestName.hint(name, part.names()));
            } else if (field.get().state() == Field.State.REFUSED) {
                refuse(field.get(), member.getValue());
            } else if (!asked.contains(name)) {
                throw new IllegalStateException("nobody reads " + part + "." + name);
            }
        }
    }

    private void refuse(Field field, JsonNode value) {
        if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
            problems.add(path(field.name()), field.about());
        }
    }

    private Optional<String> text(Value value) {
        String hint =
                value.node().isValueNode() && !value.node().isNull() ? "; put it in quotes" : "";
        return is(value.node().isTextual(), value, "must be a text", hint)
                ? Optional.of(value.node().textValue())
                : Optional.empty();
    }

    private boolean is(boolean right, Value value, String wanted) {
        return is(right, value, wanted, "");
    }

    private boolean is(boolean right, Value value, String wanted, String hint) {
        if (!right) {
            problems.add(value.path(), wanted + ", not " + describe(value.node()) + hint);
        }
        return right;
    }

    private void known(String field) {
        if (part.field(field).isEmpty()) {
            throw new IllegalStateException(part + " has no field " + field);
        }
    }

    private static String describe(JsonNode value) {
        if (value.isObject()) {
            return "a map";
        }
        if (value.isArray()) {
            return "a list";
        }
        if (value.isNull()) {
            return "nothing";
        }
        String kind = value.isBoolean() ? "boolean" : "number";
        return "the " + (value.isTextual() ? "text" : kind) + " " + value;
    }
}

package org.vibrissa.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one object of a spec strictly. Ask for each field once, then call {@link #end()}, which
 * refuses whatever was not asked for. Every error is an {@link InvalidResource} with the field's
 * path. Not for use by several threads.
 */
public final class SpecReader {
    private final JsonNode node;
    private final String path;
    private final TreeSet<String> known = new TreeSet<>();

    private SpecReader(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * A reader of one object.
     *
     * @param path the object's path, {@code spec} for a whole spec
     * @throws InvalidResource when it is no object
     */
    public static SpecReader of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new InvalidResource(path, "must be a map, not " + describe(node));
        }
        return new SpecReader(node, path);
    }

    /** The path of a field of this object. */
    public String path(String field) {
        return path + "." + field;
    }

    /** A text; numbers and booleans are refused, so that nobody's {@code 1.10} becomes 1.1. */
    public Optional<String> text(String field) {
        return find(field).map(value -> textOf(value, path(field)));
    }

    public String requiredText(String field) {
        return text(field).orElseThrow(() -> new InvalidResource(path(field), "is required"));
    }

    /**
     * A text turned into a value.
     *
     * @param parse throws IllegalArgumentException with a message for people when it cannot
     */
    public <T> Optional<T> value(String field, Function<String, T> parse) {
        return text(field).map(text -> parsed(path(field), text, parse));
    }

    /** A list of texts turned into values; empty when absent. */
    public <T> List<T> values(String field, Function<String, T> parse) {
        List<T> values = new ArrayList<>();
        List<JsonNode> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            String at = path(field) + "[" + i + "]";
            values.add(parsed(at, textOf(items.get(i), at), parse));
        }
        return List.copyOf(values);
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String field) {
        return values(field, Function.identity());
    }

    /** An integer within bounds, both included. */
    public Optional<Long> integer(String field, long min, long max) {
        return find(field)
                .map(
                        value -> {
                            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                                throw new InvalidResource(
                                        path(field),
                                        "must be a whole number, not " + describe(value));
                            }
                            long number = value.longValue();
                            if (number < min || number > max) {
                                throw new InvalidResource(
                                        path(field),
                                        "must be " + min + ".." + max + ", not " + number);
                            }
                            return number;
                        });
    }

    public Optional<Boolean> flag(String field) {
        return find(field)
                .map(
                        value -> {
                            if (!value.isBoolean()) {
                                throw new InvalidResource(
                                        path(field),
                                        "must be true or false, not " + describe(value));
                            }
                            return value.booleanValue();
                        });
    }

    /** A time span such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, or {@code 0}. */
    public Optional<Duration> duration(String field) {
        return find(field)
                .map(
                        value ->
                                value.isIntegralNumber() && value.asLong() == 0
                                        ? Duration.ZERO
                                        : parsed(
                                                path(field),
                                                textOf(value, path(field)),
                                                SpecReader::parseDuration));
    }

    /** One of the given words, as written there. */
    public Optional<String> choice(String field, List<String> words) {
        return text(field)
                .map(
                        text -> {
                            if (!words.contains(text)) {
                                throw new InvalidResource(
                                        path(field),
                                        "must be one of "
                                                + String.join(", ", words)
                                                + ", not \""
                                                + text
                                                + "\""
                                                + NearestName.of(text, words)
                                                        .map(n -> "; did you mean \"" + n + "\"?")
                                                        .orElse(""));
                            }
                            return text;
                        });
    }

    /** A nested object. */
    public Optional<SpecReader> object(String field) {
        return find(field).map(value -> of(value, path(field)));
    }

    /** A list of nested objects; empty when absent. */
    public List<SpecReader> objects(String field) {
        List<SpecReader> readers = new ArrayList<>();
        List<JsonNode> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            readers.add(of(items.get(i), path(field) + "[" + i + "]"));
        }
        return List.copyOf(readers);
    }

    /** The field as it is, for what the other methods cannot read. */
    public Optional<JsonNode> raw(String field) {
        return find(field);
    }

    /** Refuses every field that was not asked for, with the nearest valid name. */
    public void end() {
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidResource(
                        path(name), "unknown field" + NearestName.hint(name, known));
            }
        }
    }

    private Optional<JsonNode> find(String field) {
        known.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private List<JsonNode> items(String field) {
        Optional<JsonNode> value = find(field);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw new InvalidResource(path(field), "must be a list, not " + describe(value.get()));
        }
        List<JsonNode> items = new ArrayList<>();
        value.get().forEach(items::add);
        return items;
    }

    private static String textOf(JsonNode value, String at) {
        if (!value.isTextual()) {
            String hint = value.isValueNode() && !value.isNull() ? "; put it in quotes" : "";
            throw new InvalidResource(at, "must be a text, not " + describe(value) + hint);
        }
        return value.textValue();
    }

    private static <T> T parsed(String at, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidResource(at, String.valueOf(e.getMessage()));
        }
    }

    private static Duration parseDuration(String text) {
        int unit = 0;
        while (unit < text.length() && Character.digit(text.charAt(unit), 10) >= 0) {
            unit++;
        }
        if (unit == 0 || unit > 9) {
            throw new IllegalArgumentException(
                    "is not a time span: \"" + text + "\"; write it as 30s, 5m or 1h");
        }
        long number = Long.parseLong(text.substring(0, unit));
        switch (text.substring(unit)) {
            case "ms":
                return Duration.ofMillis(number);
            case "s":
                return Duration.ofSeconds(number);
            case "m":
                return Duration.ofMinutes(number);
            case "h":
                return Duration.ofHours(number);
            default:
                throw new IllegalArgumentException(
                        "is not a time span: \"" + text + "\"; the unit is ms, s, m or h");
        }
    }

    private static String describe(JsonNode value) {
        if (value.isObject()) {
            return "a map";
        }
        if (value.isArray()) {
            return "a list";
        }
        return value.isNull() ? "nothing" : "the " + kindOf(value) + " " + value;
    }

    private static String kindOf(JsonNode value) {
        if (value.isTextual()) {
            return "text";
        }
        return value.isBoolean() ? "boolean" : "number";
    }
}

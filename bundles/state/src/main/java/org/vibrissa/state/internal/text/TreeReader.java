package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.vibrissa.state.Documents;
import org.vibrissa.state.InvalidResource;

/**
 * Builds one document's tree from tokens: remembers lines, refuses duplicate and merge keys,
 * expands aliases within limits.
 */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private int nodes;

    /**
     * @param nodes how many values earlier documents of this text had
     */
    TreeReader(JsonParser parser, int nodes) {
        this.parser = parser;
        this.nodes = nodes;
    }

    int nodes() {
        return nodes;
    }

    /** Reads the value whose first token is the current one. */
    Tree read() throws IOException {
        lines.put("", line());
        JsonNode root = value("", 0);
        return new Tree(root, lines);
    }

    private JsonNode value(String path, int depth) throws IOException {
        count(1);
        lines.putIfAbsent(path, line());
        if (depth > Documents.MAX_DEPTH) {
            throw problem("nested deeper than " + Documents.MAX_DEPTH);
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return alias(yaml.getText());
        }
        Object anchor = parser.canReadObjectId() ? parser.getObjectId() : null;
        JsonToken token = parser.currentToken();
        JsonNode value;
        if (token == JsonToken.START_OBJECT) {
            value = object(path, depth);
        } else if (token == JsonToken.START_ARRAY) {
            value = array(path, depth);
        } else {
            value = scalar(token);
        }
        if (anchor != null) {
            anchors.put(anchor.toString(), value);
        }
        return value;
    }

    private ObjectNode object(String path, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        Map<String, Integer> keys = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (key.equals("<<")) {
                throw problem("merge keys (<<) are not supported; write the fields out");
            }
            Integer earlier = keys.put(key, line());
            if (earlier != null) {
                throw problem("duplicate key \"" + key + "\"; first in line " + earlier);
            }
            String at = path.isEmpty() ? key : path + "." + key;
            lines.put(at, line());
            parser.nextToken();
            object.set(key, value(at, depth + 1));
        }
        return object;
    }

    private ArrayNode array(String path, int depth) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(path + "[" + array.size() + "]", depth + 1));
        }
        return array;
    }

    private JsonNode scalar(JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING:
                return NODES.textNode(parser.getText());
            case VALUE_TRUE:
                return NODES.booleanNode(true);
            case VALUE_FALSE:
                return NODES.booleanNode(false);
            case VALUE_NULL:
                return NODES.nullNode();
            case VALUE_NUMBER_INT:
                return Canonical.integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT:
                double number = parser.getDoubleValue();
                if (!Double.isFinite(number)) {
                    throw problem("not a finite number: " + parser.getText());
                }
                return NODES.numberNode(number);
            default:
                throw problem("unexpected " + token);
        }
    }

    private JsonNode alias(String name) {
        JsonNode target = anchors.get(name);
        if (target == null) {
            throw problem("alias *" + name + " stands before the end of its anchor &" + name);
        }
        count(size(target));
        return target.deepCopy();
    }

    private int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }

    private void count(int more) {
        nodes += more;
        if (nodes > Documents.MAX_NODES) {
            throw problem("more than " + Documents.MAX_NODES + " values, aliases expanded");
        }
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private InvalidResource problem(String problem) {
        return new InvalidResource("", "line " + line() + ": " + problem);
    }
}

package org.vibrissa.config.internal.source;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.config.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML file to assignments with their lines: nested maps become dotted keys, dotted keys are
 * fine too.
 */
public final class YamlFile {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final Path file;
    private final List<Problem> problems;
    private final List<Assignment> assignments = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();

    private YamlFile(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reads a file; what is wrong with it is added to {@code problems}. */
    public static List<Assignment> read(Path file, List<Problem> problems) {
        YamlFile reader = new YamlFile(file, problems);
        try {
            reader.document(Files.readString(file));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(new Problem(file + ":" + line, "", "not YAML: " + e.getProblem(), ""));
        } catch (YAMLException | IOException e) {
            problems.add(new Problem(file + ":1", "", "cannot be read: " + e.getMessage(), ""));
        }
        return reader.assignments;
    }

    private void document(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        List<Node> documents = new ArrayList<>();
        new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
        if (documents.size() > 1) {
            problem(documents.get(1), "", "a second document; a file has one");
        }
        for (Node root : documents) {
            if (root instanceof MappingNode map) {
                map("", map, 0);
            } else if (!root.getTag().equals(Tag.NULL)) {
                problem(root, "", "not a map of keys");
            }
        }
    }

    private void map(String prefix, MappingNode map, int depth) {
        if (depth > MAX_DEPTH) {
            problem(map, prefix, "nested deeper than " + MAX_DEPTH);
            return;
        }
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name) {
                String key = prefix.isEmpty() ? name.getValue() : prefix + "." + name.getValue();
                value(key, name, tuple.getValueNode(), depth);
            } else {
                problem(tuple.getKeyNode(), prefix, "a key must be a word");
            }
        }
    }

    private void value(String key, ScalarNode name, Node value, int depth) {
        if (value instanceof MappingNode map) {
            map(key, map, depth + 1);
        } else if (value instanceof SequenceNode list) {
            list(key, name, list);
        } else if (value.getTag().equals(Tag.NULL)) {
            problem(name, key, "has no value");
        } else {
            assign(key, name, ((ScalarNode) value).getValue());
        }
    }

    private void list(String key, ScalarNode name, SequenceNode list) {
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (!(item instanceof ScalarNode scalar) || item.getTag().equals(Tag.NULL)) {
                problem(item, key, "an item of the list is not a text");
                return;
            }
            if (scalar.getValue().contains(",")) {
                problem(item, key, "an item of the list contains a comma");
                return;
            }
            items.add(scalar.getValue());
        }
        assign(key, name, "[" + String.join(", ", items) + "]");
    }

    private void assign(String key, Node name, String text) {
        String origin = origin(name);
        String earlier = origins.putIfAbsent(key, origin);
        if (earlier == null) {
            assignments.add(new Assignment(key, text, origin));
        } else {
            problem(name, key, "stands twice in this file; first at " + earlier);
        }
    }

    private void problem(Node node, String key, String message) {
        problems.add(new Problem(origin(node), key, message, ""));
    }

    private String origin(Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1);
    }
}

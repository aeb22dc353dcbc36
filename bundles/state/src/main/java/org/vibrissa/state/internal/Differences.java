package org.vibrissa.state.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.vibrissa.state.Change.Difference;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;

/** Compares two declarations field by field. */
final class Differences {
    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    static List<Difference> between(Resource before, Resource after) {
        Differences differences = new Differences();
        Metadata old = before.metadata();
        Metadata now = after.metadata();
        differences.texts("metadata.annotations", old.annotations(), now.annotations());
        differences.texts("metadata.labels", old.labels(), now.labels());
        differences.nodes("spec", before.spec(), after.spec());
        return List.copyOf(differences.found);
    }

    private void texts(String path, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            String old = before.get(key);
            String now = after.get(key);
            if (!Objects.equals(old, now)) {
                found.add(new Difference(path + "." + key, quoted(old), quoted(now)));
            }
        }
    }

    private void nodes(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            TreeSet<String> keys = new TreeSet<>();
            before.fieldNames().forEachRemaining(keys::add);
            after.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                nodes(path + "." + key, before.path(key), after.path(key));
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                nodes(path + "[" + i + "]", before.path(i), after.path(i));
            }
        } else {
            found.add(new Difference(path, text(before), text(after)));
        }
    }

    private static String text(JsonNode node) {
        return node instanceof MissingNode ? "" : node.toString();
    }

    private static String quoted(String text) {
        return text == null
                ? ""
                : com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}

package org.vibrissa.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One document that a user or a bundle wants applied: shape checked, not yet validated by its kind.
 *
 * @param source where it came from, such as a file name or {@code stdin}
 * @param number its place in the source, from 1
 * @param apiVersion as written
 * @param kind as written
 * @param metadata without what the store adds
 * @param spec the content; an empty object when there was none; must not be modified
 * @param lines the line, from 1, of each field by its path ({@code spec.addresses[1]}); the empty
 *     path is the document's first line; empty for documents that were made in code
 */
public record Document(
        String source,
        int number,
        String apiVersion,
        String kind,
        Metadata metadata,
        JsonNode spec,
        Map<String, Integer> lines) {
    public Document {
        lines = Map.copyOf(lines);
    }

    /**
     * A document made in code, for a kind without namespaces.
     *
     * @param source shown in errors, such as {@code endpoint add}
     */
    public static Document of(
            String source,
            String apiVersion,
            String kind,
            String name,
            Map<String, String> labels,
            JsonNode spec) {
        return new Document(
                source,
                1,
                apiVersion,
                kind,
                Metadata.of(name, "", labels, Map.of()),
                spec,
                Map.of());
    }

    /** Where a field is, such as {@code pools.yaml, document 2, line 14}. */
    public String place(String path) {
        StringBuilder place = new StringBuilder(source);
        if (!lines.isEmpty()) {
            place.append(", document ").append(number).append(", line ").append(lineOf(path));
        }
        return place.toString();
    }

    private int lineOf(String path) {
        for (String p = path; !p.isEmpty(); p = parent(p)) {
            Integer line = lines.get(p);
            if (line != null) {
                return line;
            }
        }
        return lines.getOrDefault("", 1);
    }

    private static String parent(String path) {
        return path.substring(
                0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}

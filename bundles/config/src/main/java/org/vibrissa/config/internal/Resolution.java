package org.vibrissa.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.config.Key;
import org.vibrissa.config.Problem;
import org.vibrissa.config.internal.key.KeyCheck;
import org.vibrissa.config.internal.key.Schema;
import org.vibrissa.config.internal.source.Assignment;

/** All sources laid over each other and checked against the declarations. */
final class Resolution {
    static final String DEFAULT = "default";

    private final Schema schema;
    private final List<Problem> problems;
    private final SortedMap<String, Resolved> values = new TreeMap<>();

    private Resolution(Schema schema, List<Problem> problems) {
        this.schema = schema;
        this.problems = problems;
    }

    /**
     * Resolves every key.
     *
     * @param assignments those that count more later
     * @param readProblems found while the sources were read
     * @throws ConfigurationRejected with all problems of all sources
     */
    static SortedMap<String, Resolved> of(
            Schema schema, List<Assignment> assignments, List<Problem> readProblems)
            throws ConfigurationRejected {
        Resolution resolution = new Resolution(schema, new ArrayList<>(readProblems));
        for (Key key : schema.keys()) {
            Object value = KeyCheck.typed(key, key.defaultValue());
            resolution.values.put(key.name(), new Resolved(key, value, DEFAULT));
        }
        assignments.forEach(resolution::assign);
        if (!resolution.problems.isEmpty()) {
            throw new ConfigurationRejected(resolution.problems);
        }
        return resolution.values;
    }

    private void assign(Assignment assignment) {
        Optional<Key> key = schema.key(assignment.key());
        if (key.isEmpty()) {
            if (!Schema.mayComeLater(assignment.key())) {
                problems.add(unknown(schema, assignment.key(), assignment.origin()));
            }
            return;
        }
        try {
            Object value = KeyCheck.typed(key.get(), assignment.text());
            values.put(key.get().name(), new Resolved(key.get(), value, assignment.origin()));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(assignment.origin(), assignment.key(), e.getMessage(), ""));
        }
    }

    static Problem unknown(Schema schema, String name, String origin) {
        if (schema.isPrefix(name)) {
            return new Problem(origin, name, "needs a map of keys, not a value", "");
        }
        List<String> nearest = schema.nearest(name);
        String hint =
                nearest.isEmpty()
                        ? "'vibrissa config keys' lists all"
                        : "did you mean " + String.join(" or ", nearest) + "?";
        return new Problem(origin, name, "unknown key", hint);
    }
}

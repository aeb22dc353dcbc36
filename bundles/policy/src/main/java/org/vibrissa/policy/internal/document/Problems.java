package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one document, and what is legal but probably not meant. */
final class Problems {
    /** More help nobody. */
    private static final int LIMIT = 100;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void add(String path, String text) {
        if (errors.size() < LIMIT) {
            errors.add(new Problem(path, text));
        }
    }

    void warn(String path, String text) {
        if (warnings.size() < LIMIT) {
            warnings.add(new Problem(path, text));
        }
    }

    /** Unknown fields, often the reason for the rest, come first. */
    List<Problem> errors() {
        List<Problem> sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparing(problem -> !problem.text().startsWith("unknown field")));
        return List.copyOf(sorted);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}

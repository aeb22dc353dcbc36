package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
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

    List<Problem> errors() {
        return List.copyOf(errors);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}

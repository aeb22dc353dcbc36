package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be said of one document that is not stored.
 *
 * @param file where it is
 * @param line its first, from 1
 * @param problems why it cannot be stored
 * @param warnings what is legal but probably not meant
 * @param policies what it means; incomplete when there are problems
 */
public record Validation(
        String file,
        int line,
        String kind,
        String namespace,
        String name,
        List<Finding> problems,
        List<Finding> warnings,
        List<PolicyView> policies) {
    /**
     * One thing.
     *
     * @param place {@code rule1.yaml:9}
     * @param path inside the document; empty for the whole of it
     */
    public record Finding(String place, String path, String text) {
        @Override
        public String toString() {
            return place + ": " + (path.isEmpty() ? "" : path + ": ") + text;
        }
    }

    public Validation {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        policies = List.copyOf(policies);
    }

    /** The same with one problem more. */
    Validation with(Finding problem) {
        List<Finding> all = new ArrayList<>(problems);
        all.add(problem);
        return new Validation(file, line, kind, namespace, name, all, warnings, policies);
    }

    /** {@code CiliumNetworkPolicy default/rule1}; the file when it could not be read so far. */
    public String title() {
        return kind.isEmpty()
                ? file
                : kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}

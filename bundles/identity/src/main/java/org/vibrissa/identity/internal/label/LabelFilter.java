package org.vibrissa.identity.internal.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.state.NearestName;

/**
 * Which labels count for identities. What is excluded never counts; with at least one pattern that
 * includes, only what one of them includes does. Immutable.
 */
public final class LabelFilter {
    /**
     * Labels that a deployment changes with each version would make a new identity each time, and
     * the name of a namespace or a VM one for each workload.
     */
    private static final List<String> DEFAULT =
            List.of(
                    "any:",
                    "unit:",
                    "vm:(?!name$)",
                    "netns:(?!name$)",
                    "k8s:io\\.kubernetes\\.pod\\.namespace$",
                    "!.*(?i:hash|revision|generation|timestamp|commit|build|(^|[^a-z])uid($|[^a-z]))");

    private final List<Rule> includes;
    private final List<Rule> excludes;

    private record Rule(Optional<LabelSource> source, Pattern key) {
        boolean means(Label label) {
            return source.filter(s -> s != label.source()).isEmpty()
                    && key.matcher(label.key()).lookingAt();
        }
    }

    private LabelFilter(List<Rule> includes, List<Rule> excludes) {
        this.includes = List.copyOf(includes);
        this.excludes = List.copyOf(excludes);
    }

    /**
     * The filter of these patterns: {@code [!][SOURCE:]REGEX}, the regex for the start of a key.
     *
     * @param patterns none for the default
     * @throws IllegalArgumentException with the pattern that is none
     */
    public static LabelFilter of(List<String> patterns) {
        List<Rule> includes = new ArrayList<>();
        List<Rule> excludes = new ArrayList<>();
        for (String pattern : patterns.isEmpty() ? DEFAULT : patterns) {
            boolean not = pattern.startsWith("!");
            (not ? excludes : includes).add(rule(not ? pattern.substring(1) : pattern, pattern));
        }
        return new LabelFilter(includes, excludes);
    }

    private static Rule rule(String text, String pattern) {
        int colon = text.indexOf(':');
        boolean sourced = colon > 0 && text.substring(0, colon).matches("[a-z0-9]+");
        Optional<LabelSource> source = Optional.empty();
        if (sourced) {
            String word = text.substring(0, colon);
            source = LabelSource.of(word);
            if (source.isEmpty()) {
                throw new IllegalArgumentException(
                        "identity.labels: in \""
                                + pattern
                                + "\": there is no label source \""
                                + word
                                + "\""
                                + NearestName.hint(word, LabelSource.texts()));
            }
        }
        try {
            return new Rule(source, Pattern.compile(sourced ? text.substring(colon + 1) : text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "identity.labels: \"" + pattern + "\": " + e.getDescription(), e);
        }
    }

    /** Whether it counts. What is reserved always does. */
    public boolean counts(Label label) {
        return label.source() == LabelSource.RESERVED
                || (excludes.stream().noneMatch(rule -> rule.means(label))
                        && (includes.isEmpty()
                                || includes.stream().anyMatch(rule -> rule.means(label))));
    }

    /** Those that count. */
    public Labels of(Labels labels) {
        return labels.only(this::counts);
    }
}

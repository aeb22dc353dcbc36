package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.NearestName;

/** Reads label selectors, as Cilium's documents or as those of Kubernetes write keys. */
final class SelectorReader {
    /** Labels of a namespace itself stand on its endpoints under this key. */
    static final String NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";

    /** The label that Kubernetes gives every namespace, with its name. */
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final String EVERYBODY = "all";

    /** How keys are written. */
    enum Style {
        /** {@code key}, {@code source:key}, {@code $reserved}. */
        CILIUM,
        /** {@code key}, which is of source {@code k8s}. */
        KUBERNETES,
        /** {@code key}, of a label of a namespace. */
        NAMESPACE,
        /** As Cilium's, and what has no source is of {@code cidrgroup}. */
        CIDR_GROUP
    }

    private SelectorReader() {}

    /** The selector; what cannot be read is left out of it, and a problem. */
    static Selector read(Cursor cursor, Style style) {
        List<Requirement> requirements = new ArrayList<>();
        boolean everybody = false;
        for (Map.Entry<String, Cursor.Text> entry : cursor.textMap("matchLabels").entrySet()) {
            String at = entry.getValue().path();
            Optional<Requirement.Key> key = key(cursor.problems(), at, entry.getKey(), style);
            String value = entry.getValue().value();
            if (key.isPresent() && isValue(cursor.problems(), at, key.get(), value)) {
                everybody |= isEverybody(key.get());
                requirements.add(new Requirement.In(key.get(), Set.of(value)));
            }
        }
        for (Cursor expression :
                cursor.objects("matchExpressions", Part.EXPRESSION).orElse(List.of())) {
            expression(expression, style).ifPresent(requirements::add);
        }
        cursor.end();
        return everybody ? Selector.ALL : new Selector(requirements);
    }

    private static Optional<Requirement> expression(Cursor cursor, Style style) {
        Problems problems = cursor.problems();
        Optional<Requirement.Key> key =
                cursor.requiredText("key")
                        .flatMap(text -> key(problems, cursor.path("key"), text, style));
        Optional<String> operator =
                cursor.requiredText("operator")
                        .filter(word -> cursor.isOneOf(cursor.path("operator"), word, OPERATORS));
        List<Cursor.Text> values = cursor.texts("values").orElse(List.of());
        cursor.end();
        if (key.isEmpty() || operator.isEmpty()) {
            return Optional.empty();
        }
        boolean wantsValues = operator.get().endsWith("In");
        if (wantsValues && values.isEmpty()) {
            problems.add(cursor.path("values"), "at least one is needed for " + operator.get());
            return Optional.empty();
        }
        if (!wantsValues && !values.isEmpty()) {
            problems.add(cursor.path("values"), "must be absent for " + operator.get());
            return Optional.empty();
        }
        Set<String> legal = new TreeSet<>();
        for (Cursor.Text value : values) {
            if (isValue(problems, value.path(), key.get(), value.value())) {
                legal.add(value.value());
            }
        }
        return Optional.of(requirement(operator.get(), key.get(), legal));
    }

    private static Requirement requirement(
            String operator, Requirement.Key key, Set<String> values) {
        switch (operator) {
            case "In":
                return new Requirement.In(key, values);
            case "NotIn":
                return new Requirement.NotIn(key, values);
            case "Exists":
                return new Requirement.Exists(key);
            default:
                return new Requirement.DoesNotExist(key);
        }
    }

    private static Optional<Requirement.Key> key(
            Problems problems, String at, String text, Style style) {
        LabelSource source = LabelSource.ANY;
        String name = text;
        if (style == Style.CILIUM || style == Style.CIDR_GROUP) {
            int colon = text.indexOf(':');
            source = style == Style.CILIUM ? LabelSource.ANY : LabelSource.CIDRGROUP;
            if (text.startsWith("$")) {
                source = LabelSource.RESERVED;
                name = text.substring(1);
            } else if (colon >= 0) {
                Optional<LabelSource> written = source(problems, at, text.substring(0, colon));
                if (written.isEmpty()) {
                    return Optional.empty();
                }
                source = written.get();
                name = text.substring(colon + 1);
            } else {
                warnOfDots(problems, at, text);
            }
        } else {
            source = LabelSource.K8S;
            name = style == Style.NAMESPACE ? NAMESPACE_LABELS + text : text;
        }
        if (name.equals(NAMESPACE_LABELS + NAMESPACE_NAME)) {
            return Optional.of(new Requirement.Key(LabelSource.K8S, Label.NAMESPACE));
        }
        try {
            return Optional.of(new Requirement.Key(source, new Label(source, name, "").key()));
        } catch (IllegalArgumentException e) {
            problems.add(at, "key " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<LabelSource> source(Problems problems, String at, String text) {
        Optional<LabelSource> source = LabelSource.of(text);
        if (source.isEmpty()) {
            problems.add(
                    at,
                    "unknown label source \""
                            + text
                            + "\""
                            + NearestName.hint(text, LabelSource.texts()));
        }
        return source;
    }

    private static void warnOfDots(Problems problems, String at, String text) {
        int dot = text.indexOf('.');
        if (dot > 0 && LabelSource.of(text.substring(0, dot)).isPresent()) {
            problems.warn(
                    at,
                    "is the key \""
                            + text
                            + "\" of any source; if its source was meant, write "
                            + text.substring(0, dot)
                            + ":"
                            + text.substring(dot + 1));
        }
    }

    private static boolean isValue(
            Problems problems, String at, Requirement.Key key, String value) {
        try {
            return new Label(key.source(), key.name(), value).value().equals(value);
        } catch (IllegalArgumentException e) {
            problems.add(at, e.getMessage());
            return false;
        }
    }

    private static boolean isEverybody(Requirement.Key key) {
        return key.source() == LabelSource.RESERVED && key.name().equals(EVERYBODY);
    }
}

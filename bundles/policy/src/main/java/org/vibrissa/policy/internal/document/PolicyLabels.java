package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;

/** Reads the labels of a policy itself: texts, or maps as Cilium writes them. */
final class PolicyLabels {
    private PolicyLabels() {}

    static List<String> read(Cursor rule) {
        List<String> labels = new ArrayList<>();
        for (Cursor.Value value : rule.values("labels").orElse(List.of())) {
            JsonNode node = value.node();
            if (node.isTextual()) {
                label(value.path(), node.textValue(), rule.problems(), labels);
            } else {
                Cursor map = new Cursor(node, value.path(), Part.POLICY_LABEL, rule.problems());
                String source =
                        map.text("source").filter(s -> !s.isEmpty()).orElse(LabelSource.ANY.text());
                String tail =
                        map.text("value").filter(v -> !v.isEmpty()).map(v -> "=" + v).orElse("");
                map.requiredText("key")
                        .ifPresent(
                                key ->
                                        label(
                                                value.path(),
                                                source + ":" + key + tail,
                                                rule.problems(),
                                                labels));
                map.end();
            }
        }
        return labels;
    }

    private static void label(String at, String text, Problems problems, List<String> labels) {
        String known = text.replaceFirst("^unspec:", LabelSource.ANY.text() + ":");
        try {
            labels.add(Label.parse(known).toString());
        } catch (IllegalArgumentException e) {
            problems.add(at, e.getMessage());
        }
    }
}

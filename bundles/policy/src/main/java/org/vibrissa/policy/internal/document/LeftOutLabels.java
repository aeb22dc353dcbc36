package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;

/** Finds selectors of endpoints that ask for labels which do not count for identities. */
final class LeftOutLabels {
    private static final Set<LabelSource> ASKED =
            Set.of(
                    LabelSource.ANY,
                    LabelSource.K8S,
                    LabelSource.UNIT,
                    LabelSource.VM,
                    LabelSource.NETNS);

    private LeftOutLabels() {}

    /** One warning for each rule or subject, and key. */
    static List<Problem> of(Translation translation, Identities identities) {
        List<Problem> warnings = new ArrayList<>();
        for (Policy policy : translation.policies()) {
            String part = policy.name().part() < 0 ? "spec" : "specs[" + policy.name().part() + "]";
            if (!policy.ofNodes()) {
                look(policy.subject(), part, identities, warnings);
            }
            for (Rule rule : policy.rules()) {
                for (Peer peer : rule.peers()) {
                    if (peer instanceof Peer.Endpoints endpoints) {
                        look(endpoints.selector(), rule.origin().path(), identities, warnings);
                    }
                }
            }
        }
        return warnings.stream().distinct().toList();
    }

    private static void look(
            Selector selector, String path, Identities identities, List<Problem> warnings) {
        for (Requirement requirement : selector.requirements()) {
            if (ASKED.contains(requirement.key().source()) && !counts(requirement, identities)) {
                warnings.add(
                        new Problem(
                                path,
                                "no endpoint is known by label "
                                        + requirement.key()
                                        + ": the setting identity.labels leaves it out"));
            }
        }
    }

    private static boolean counts(Requirement requirement, Identities identities) {
        Requirement.Key key = requirement.key();
        Set<String> values = requirement instanceof Requirement.In in ? in.values() : Set.of("x");
        return values.stream()
                .anyMatch(
                        value ->
                                counts(key.source(), key.name(), value, identities)
                                        || (key.source() == LabelSource.K8S
                                                && counts(
                                                        LabelSource.ANY,
                                                        key.name(),
                                                        value,
                                                        identities))
                                        || (key.source() == LabelSource.ANY
                                                && counts(
                                                        LabelSource.K8S,
                                                        key.name(),
                                                        value,
                                                        identities)));
    }

    private static boolean counts(
            LabelSource source, String key, String value, Identities identities) {
        return !identities.relevant(Labels.of(new Label(source, key, value))).isEmpty();
    }
}

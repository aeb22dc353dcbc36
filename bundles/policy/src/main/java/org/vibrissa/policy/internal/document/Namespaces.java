package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Selector;

/** The namespace that a document implies, put into its selectors as Cilium does. */
final class Namespaces {
    private static final Requirement.Key KEY =
            new Requirement.Key(LabelSource.K8S, Label.NAMESPACE);
    private static final String INIT = "init";

    private Namespaces() {}

    /** Of a document of one namespace: whom it is for. */
    static Selector subject(Selector selector, String namespace, String at, Problems problems) {
        Requirement.In own = in(namespace);
        List<Requirement> rest = new ArrayList<>();
        for (Requirement requirement : selector.requirements()) {
            boolean same =
                    requirement instanceof Requirement.In in
                            && isNamespace(requirement)
                            && in.values().equals(own.values());
            if (isNamespace(requirement) && !same) {
                problems.add(
                        at,
                        "a policy of namespace "
                                + namespace
                                + " is for its own endpoints only, not for those with "
                                + requirement);
            } else if (!same) {
                rest.add(requirement);
            }
        }
        rest.add(own);
        return new Selector(rest);
    }

    /** Of a document of one namespace: a peer. */
    static Selector peer(Selector selector, String namespace) {
        boolean untouched =
                selector.requirements().stream()
                        .anyMatch(r -> isReserved(r) || isNamespace(r) || isOfNamespaceLabels(r));
        return untouched ? selector : with(selector, in(namespace));
    }

    /**
     * Of a document of no namespace: a peer.
     *
     * @param subject whom the policy is for
     */
    static Selector clusterPeer(Selector selector, Selector subject) {
        boolean untouched =
                selector.requirements().stream().anyMatch(r -> isReserved(r) || isNamespace(r))
                        || subject.requirements().stream().anyMatch(Namespaces::isInit);
        return untouched ? selector : with(selector, new Requirement.Exists(KEY));
    }

    /** Endpoints of every namespace. */
    static Selector anyNamespace(Selector selector) {
        return with(selector, new Requirement.Exists(KEY));
    }

    private static Requirement.In in(String namespace) {
        return new Requirement.In(KEY, Set.of(namespace));
    }

    private static Selector with(Selector selector, Requirement more) {
        List<Requirement> all = new ArrayList<>(selector.requirements());
        all.add(more);
        return new Selector(all);
    }

    private static boolean isNamespace(Requirement requirement) {
        Requirement.Key key = requirement.key();
        return key.name().equals(Label.NAMESPACE)
                && (key.source() == LabelSource.K8S || key.source() == LabelSource.ANY);
    }

    private static boolean isOfNamespaceLabels(Requirement requirement) {
        return requirement.key().name().startsWith(SelectorReader.NAMESPACE_LABELS);
    }

    private static boolean isReserved(Requirement requirement) {
        return requirement.key().source() == LabelSource.RESERVED;
    }

    private static boolean isInit(Requirement requirement) {
        return isReserved(requirement) && requirement.key().name().equals(INIT);
    }
}

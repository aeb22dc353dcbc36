package org.vibrissa.policy.internal.engine;

import java.util.List;
import org.vibrissa.identity.Label;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Requirement;

/** What labels a peer's selector names. */
final class Asked {
    private Asked() {}

    static List<Requirement> requirements(Peer peer) {
        if (peer instanceof Peer.Endpoints endpoints) {
            return endpoints.selector().requirements();
        }
        return peer instanceof Peer.Nodes nodes ? nodes.selector().requirements() : List.of();
    }

    /**
     * Labels, as {@link #text}, one of which an identity must have to be meant; none when that
     * cannot be said. Nearly all ask for a namespace, so another label is taken where there is one.
     */
    static List<String> labels(Peer peer) {
        List<String> ofNamespace = List.of();
        for (Requirement requirement : requirements(peer)) {
            if (requirement instanceof Requirement.In in) {
                String key = in.key().name();
                List<String> labels = in.values().stream().map(v -> text(key, v)).toList();
                if (!key.equals(Label.NAMESPACE)) {
                    return labels;
                }
                ofNamespace = labels;
            }
        }
        return ofNamespace;
    }

    static String text(String key, String value) {
        return key + "=" + value;
    }
}

package org.vibrissa.policy.internal.document;

import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;

/** The user's word that a policy for hosts may cut the daemon's own connections. */
public final class Consent {
    private Consent() {}

    /** The document with that word, where it can be for hosts. */
    public static Document to(Document document) {
        if (!document.kind().equals(Translator.CCNP)) {
            return document;
        }
        Map<String, String> annotations = new TreeMap<>(document.metadata().annotations());
        annotations.put(PolicyKind.ACCEPT_LOCKOUT, "true");
        Metadata metadata = document.metadata();
        return new Document(
                document.source(),
                document.number(),
                document.apiVersion(),
                document.kind(),
                Metadata.of(metadata.name(), metadata.namespace(), metadata.labels(), annotations),
                document.spec(),
                document.lines());
    }
}

package org.vibrissa.policy.internal.document;

import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;

/** The user's word that a policy for hosts may cut the daemon's own connections. */
public final class Consent {
    private Consent() {}

    /** The document with that word, where it can be for hosts. */
    public static Document to(Document document) {
        if (!document.kind().equals(Translator.CCNP)) {
            return document;
        }
        return new Document(
                document.source(),
                document.number(),
                document.apiVersion(),
                document.kind(),
                with(document.metadata()),
                document.spec(),
                document.lines());
    }

    /** What is stored, with that word, for its delete. */
    public static Document to(Resource resource) {
        return new Document(
                "policy delete",
                1,
                resource.apiVersion(),
                resource.kind(),
                with(resource.metadata()),
                resource.spec(),
                Map.of());
    }

    private static Metadata with(Metadata metadata) {
        Map<String, String> annotations = new TreeMap<>(metadata.annotations());
        annotations.put(PolicyKind.ACCEPT_LOCKOUT, "true");
        return Metadata.of(metadata.name(), metadata.namespace(), metadata.labels(), annotations);
    }
}

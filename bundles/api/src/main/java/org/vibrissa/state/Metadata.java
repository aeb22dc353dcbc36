package org.vibrissa.state;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about a resource beside its content.
 *
 * @param name a DNS-1123 label: 1..63 of {@code [a-z0-9-]}, an alphanumeric at both ends; of kinds
 *     with {@link ResourceKind#dottedNames()} several of them with dots between
 * @param namespace a DNS-1123 label, or empty for kinds which have none
 * @param labels sorted; keys and values as in Kubernetes
 * @param annotations sorted; keys as in Kubernetes, values free
 * @param uid unique for the life of this resource; empty before it is stored
 * @param generation 1 when created, one more with each change of spec, labels or annotations; 0
 *     before it is stored; more than 0 in a document: it is refused unless the stored one has this
 *     generation
 * @param creationTimestamp when it was stored first; the epoch before that
 */
public record Metadata(
        String name,
        String namespace,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        String uid,
        long generation,
        Instant creationTimestamp) {
    /**
     * The annotation with the version of a resource of the whole fleet. Only the daemon writes it;
     * a document without it, and any of a user, keeps the one that is stored.
     */
    public static final String VERSION = "vibrissa.org/version";

    public Metadata {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Of a resource that is not stored yet. */
    public static Metadata of(
            String name,
            String namespace,
            Map<String, String> labels,
            Map<String, String> annotations) {
        return new Metadata(
                name,
                namespace,
                new TreeMap<>(labels),
                new TreeMap<>(annotations),
                "",
                0,
                Instant.EPOCH);
    }
}

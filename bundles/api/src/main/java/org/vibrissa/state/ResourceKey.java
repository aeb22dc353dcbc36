package org.vibrissa.state;

import java.util.Comparator;

/**
 * What names a resource. Ordered by kind, namespace, name.
 *
 * @param kind the kind's name, such as {@code IpPool}
 * @param namespace empty for kinds which have none
 * @param name the resource's name
 */
public record ResourceKey(String kind, String namespace, String name)
        implements Comparable<ResourceKey> {
    private static final Comparator<ResourceKey> ORDER =
            Comparator.comparing(ResourceKey::kind)
                    .thenComparing(ResourceKey::namespace)
                    .thenComparing(ResourceKey::name);

    /** The key of a resource whose kind has no namespaces. */
    public static ResourceKey of(String kind, String name) {
        return new ResourceKey(kind, "", name);
    }

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code Kind/name} or {@code Kind/namespace/name}. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
    }
}

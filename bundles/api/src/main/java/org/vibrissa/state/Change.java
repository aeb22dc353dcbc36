package org.vibrissa.state;

import java.util.List;

/**
 * What an apply or a delete did to one resource.
 *
 * @param action what was done
 * @param resource as it is now; for a delete as it last was
 * @param differences field by field, sorted by path; empty unless configured
 */
public record Change(Action action, Resource resource, List<Difference> differences) {
    /** What was done. */
    public enum Action {
        CREATED,
        CONFIGURED,
        UNCHANGED,
        DELETED;

        /** As users see it: {@code created}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One field that differs.
     *
     * @param path such as {@code spec.cidrs[0]}
     * @param before its JSON; empty when it was absent
     * @param after its JSON; empty when it is absent now
     */
    public record Difference(String path, String before, String after) {}

    public Change {
        differences = List.copyOf(differences);
    }

    public ResourceKey key() {
        return resource.key();
    }
}

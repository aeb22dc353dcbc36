package org.vibrissa.control.internal.commands;

import java.util.List;
import org.vibrissa.state.Change;

/**
 * What an apply or delete did to one resource.
 *
 * @param kind its kind
 * @param namespace empty for kinds without
 * @param name its name
 * @param action created, configured, unchanged or deleted
 * @param generation of the resource now
 * @param differences field by field
 */
public record ChangeView(
        String kind,
        String namespace,
        String name,
        String action,
        long generation,
        List<Difference> differences) {
    /**
     * One field.
     *
     * @param path such as {@code spec.cidrs[0]}
     * @param before its JSON; empty when absent
     * @param after its JSON; empty when absent
     */
    public record Difference(String path, String before, String after) {}

    public ChangeView {
        differences = List.copyOf(differences);
    }

    public static ChangeView of(Change change) {
        return new ChangeView(
                change.key().kind(),
                change.key().namespace(),
                change.key().name(),
                change.action().label(),
                change.resource().metadata().generation(),
                change.differences().stream()
                        .map(d -> new Difference(d.path(), d.before(), d.after()))
                        .toList());
    }

    String title() {
        return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
    }
}

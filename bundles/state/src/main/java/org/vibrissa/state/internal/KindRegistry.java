package org.vibrissa.state.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.NearestName;
import org.vibrissa.state.ResourceKind;

/**
 * The registered kinds. While a bundle is replaced two may offer the same kind; the later one
 * counts.
 */
final class KindRegistry {
    private final TreeMap<String, List<ResourceKind<?>>> kinds = new TreeMap<>();

    synchronized void add(ResourceKind<?> kind) {
        kinds.computeIfAbsent(kind.kind(), k -> new ArrayList<>()).add(kind);
    }

    synchronized void remove(ResourceKind<?> kind) {
        List<ResourceKind<?>> offers = kinds.get(kind.kind());
        if (offers != null) {
            offers.remove(kind);
            if (offers.isEmpty()) {
                kinds.remove(kind.kind());
            }
        }
    }

    synchronized List<ResourceKind<?>> all() {
        List<ResourceKind<?>> all = new ArrayList<>();
        kinds.values().forEach(offers -> all.add(offers.get(offers.size() - 1)));
        return List.copyOf(all);
    }

    Optional<ResourceKind<?>> find(String kind) {
        return all().stream().filter(k -> k.kind().equals(kind)).findFirst();
    }

    /** The kind of a document. */
    ResourceKind<?> of(String apiVersion, String kind) {
        Optional<ResourceKind<?>> found = find(kind);
        if (found.isEmpty()) {
            List<String> known = all().stream().map(ResourceKind::kind).toList();
            throw new InvalidResource(
                    "kind", "unknown kind \"" + kind + "\"" + NearestName.hint(kind, known));
        }
        if (!found.get().apiVersion().equals(apiVersion)
                && !found.get().otherVersions().contains(apiVersion)) {
            throw new InvalidResource(
                    "apiVersion",
                    "must be "
                            + found.get().apiVersion()
                            + " for kind "
                            + kind
                            + ", not \""
                            + apiVersion
                            + "\"");
        }
        return found.get();
    }

    /** The kind by any of its names. */
    ResourceKind<?> named(String anyName) {
        String wanted = anyName.toLowerCase(Locale.ROOT);
        Collection<String> known = new TreeSet<>();
        List<String> plurals = new ArrayList<>();
        for (ResourceKind<?> kind : all()) {
            List<String> names = new ArrayList<>(kind.shortNames());
            names.add(kind.plural());
            names.add(kind.kind().toLowerCase(Locale.ROOT));
            if (names.contains(wanted)) {
                return kind;
            }
            known.addAll(names);
            plurals.add(kind.plural());
        }
        String hint =
                NearestName.of(anyName, known)
                        .map(name -> "; did you mean \"" + name + "\"?")
                        .orElse("; known: " + String.join(", ", plurals));
        throw new InvalidResource("", "unknown kind \"" + anyName + "\"" + hint);
    }
}

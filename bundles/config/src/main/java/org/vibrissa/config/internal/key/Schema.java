package org.vibrissa.config.internal.key;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.config.Key;

/**
 * All declared keys by name; immutable.
 *
 * <p>Keys below {@code vendor.} may stand in files before the bundle that declares them is
 * installed; all other unknown keys are problems.
 */
public final class Schema {
    private static final String VENDOR = "vendor.";

    private final SortedMap<String, Key> keys = new TreeMap<>();

    /**
     * Of all bundles.
     *
     * @param perBundle the keys of each bundle; of two versions of a bundle the later in the list
     *     wins
     * @throws IllegalArgumentException when two bundles declare the same key, or one key lies below
     *     another
     */
    public Schema(Collection<List<Key>> perBundle) {
        for (List<Key> bundle : perBundle) {
            for (Key key : bundle) {
                Key other = keys.put(key.name(), key);
                if (other != null && !other.owner().equals(key.owner())) {
                    throw new IllegalArgumentException(
                            "key "
                                    + key.name()
                                    + " is declared by "
                                    + other.owner()
                                    + " and by "
                                    + key.owner());
                }
            }
        }
        for (String name : keys.keySet()) {
            String below = keys.tailMap(name + ".").keySet().stream().findFirst().orElse("");
            if (below.startsWith(name + ".")) {
                throw new IllegalArgumentException("key " + below + " lies below key " + name);
            }
        }
    }

    /** By name. */
    public Collection<Key> keys() {
        return keys.values();
    }

    /** The key of this name. */
    public Optional<Key> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** Whether an unknown key of this name is left alone. */
    public static boolean mayComeLater(String name) {
        return name.startsWith(VENDOR);
    }

    /** Whether keys lie below this prefix. */
    public boolean isPrefix(String name) {
        return !keys.subMap(name + ".", name + "/").isEmpty();
    }

    /** Names close to a misspelt one, best first, at most three. */
    public List<String> nearest(String name) {
        return keys.keySet().stream()
                .map(key -> Map.entry(distance(name, key), key))
                .filter(e -> e.getKey() <= Math.max(2, name.length() / 3))
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .limit(3)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Edit distance; the last word alone counts when it is a key's last word. */
    private static int distance(String a, String b) {
        String last = a.substring(a.lastIndexOf('.') + 1);
        int whole = Levenshtein.distance(a, b);
        return b.endsWith("." + last) ? Math.min(1, whole) : whole;
    }
}

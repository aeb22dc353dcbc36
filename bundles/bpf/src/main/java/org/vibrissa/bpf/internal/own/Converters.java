package org.vibrissa.bpf.internal.own;

import java.util.List;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.LayoutMismatchException;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.NoConverterException;
import org.vibrissa.bpf.internal.map.Grants;
import org.vibrissa.bpf.internal.map.MapRef;

/**
 * Whether a bundle may give a map that outlives it another layout: it has stated in its manifest
 * that it converts one of those that are pinned.
 */
final class Converters {
    private final Sharing sharing;
    private final Owner owner;
    private final MapAccess access;

    Converters(Sharing sharing, Owner owner, MapAccess access) {
        this.sharing = sharing;
        this.owner = owner;
        this.access = access;
    }

    /** Version of a map's layout as the manifest states it; empty when it says nothing. */
    Optional<Integer> stated(String map) {
        return sharing.layout(owner, map).map(Sharing.Stated::schema);
    }

    /**
     * Checks a load that is going to make the map anew with this layout.
     *
     * @throws NoConverterException when the map is pinned in other layouts only, none of which the
     *     bundle converts
     * @throws BpfException when the manifest states another version
     */
    void require(String map, int schema) {
        Optional<Sharing.Stated> layout = sharing.layout(owner, map);
        if (layout.isPresent() && layout.get().schema() != schema) {
            throw new BpfException(
                    "%s loads map %s with layout %d, its manifest states %d"
                            .formatted(owner.label(), map, schema, layout.get().schema()));
        }
        List<Integer> pinned = access.pinnedSchemas(map);
        if (pinned.isEmpty() || pinned.contains(schema)) {
            return;
        }
        if (layout.isEmpty() || pinned.stream().noneMatch(layout.get().converts()::contains)) {
            throw refused(map, pinned, schema, "");
        }
    }

    /**
     * Checks a map of a bundle that is not loaded yet, by what the manifest states and what is
     * pinned.
     */
    void rehearse(MapSpec spec, String entry) {
        String map = spec.name();
        List<Integer> pinned = access.pinnedSchemas(map);
        if (pinned.isEmpty()) {
            return;
        }
        Optional<Integer> stated = stated(map);
        if (stated.isPresent()) {
            require(map, stated.get());
            if (pinned.contains(stated.get())) {
                compare(spec, stated.get(), entry);
            }
            return;
        }
        int newest = pinned.get(pinned.size() - 1);
        try {
            compare(spec, newest, entry);
        } catch (LayoutMismatchException e) {
            throw refused(map, pinned, newest + 1, "\n" + e.getMessage());
        }
    }

    private void compare(MapSpec spec, int schema, String entry) {
        Optional<MapRef> live =
                access.open(access.pinPath(spec.name(), schema), spec.name(), schema);
        if (live.isPresent()) {
            try (MapRef ref = live.get()) {
                MapShape.require(spec, ref.map(), entry);
            }
        }
    }

    private NoConverterException refused(
            String map, List<Integer> pinned, int wanted, String layouts) {
        int last = pinned.get(pinned.size() - 1);
        String header = Grants.layoutHeader(map, wanted, last);
        return new NoConverterException(
                map,
                header,
                "map %s is in use with layout %d; %s has layout %d and no converter from %d: with one,"
                                .formatted(map, last, owner.label(), wanted, last)
                        + " add to its manifest: "
                        + header
                        + layouts);
    }
}

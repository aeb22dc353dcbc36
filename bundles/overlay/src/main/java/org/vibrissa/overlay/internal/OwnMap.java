package org.vibrissa.overlay.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.Codec;

/**
 * A map of the overlay, and which of its pinned layouts is the one in use: that of the stages in
 * the slots, whichever release they are of.
 *
 * @param schema number of its layout in this release
 * @param formers layouts of other releases that this one takes over, the best first
 */
record OwnMap<K, V>(
        String name, int schema, Codec<K> keys, Codec<V> values, List<Former<?, ?, K, V>> formers) {

    BpfMap<K, V> of(BpfObject object) {
        return object.map(name, keys, values);
    }

    /**
     * What is to be converted, before the map is loaded; empty when the map is there in this layout
     * or not at all. Other layouts that no stage uses are what an interrupted swap left: they go.
     *
     * @param stages program ids of the overlay's stages in the slots
     */
    Optional<Former<?, ?, K, V>> toTakeOver(BpfLoader loader, Collection<Integer> stages) {
        Set<Integer> pinned = new HashSet<>(loader.pinnedSchemas(name));
        Set<Integer> used = used(loader, stages);
        Optional<Former<?, ?, K, V>> former =
                used.contains(schema) || used.isEmpty() && pinned.contains(schema)
                        ? Optional.empty()
                        : formers.stream()
                                .filter(f -> (used.isEmpty() ? pinned : used).contains(f.schema()))
                                .findFirst();
        if (!used.isEmpty()) {
            pinned.removeAll(used);
            if (former.isEmpty()) {
                pinned.remove(schema);
            }
            pinned.forEach(leftover -> loader.unpin(name, leftover));
        }
        return former;
    }

    /** Removes this layout's pin when the stages in the slots use another one. */
    void retire(BpfLoader loader, Collection<Integer> stages) {
        Set<Integer> used = used(loader, stages);
        if (!used.isEmpty() && !used.contains(schema)) {
            loader.unpin(name, schema);
        }
    }

    private Set<Integer> used(BpfLoader loader, Collection<Integer> stages) {
        return stages.stream()
                .flatMap(program -> loader.schemaUsedBy(name, program).stream())
                .collect(Collectors.toSet());
    }
}

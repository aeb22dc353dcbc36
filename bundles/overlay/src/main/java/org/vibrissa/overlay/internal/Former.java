package org.vibrissa.overlay.internal;

import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.DualWriteWindow;
import org.vibrissa.bpf.MapMigration;

/**
 * The layout that another release gives a map, and how its entries become this release's.
 *
 * @param <F> its key
 * @param <G> its value
 * @param <K> this release's key
 * @param <V> this release's value
 * @param schema its number
 */
record Former<F, G, K, V>(
        int schema, Codec<F> keys, Codec<G> values, MapMigration.Converter<F, G, K, V> converter) {

    /** Moves the entries of that map, which is pinned, while {@code switchOver} is done. */
    DualWriteWindow migrate(BpfLoader loader, String name, BpfMap<K, V> to, Runnable switchOver) {
        BpfMap<F, G> from =
                loader.pinned(name, schema, keys, values)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "layout %d of map %s has vanished"
                                                        .formatted(schema, name)));
        return loader.migrate(new MapMigration<>(from, to, converter), switchOver);
    }
}

package org.vibrissa.bpf;

import java.util.Optional;

/**
 * How a map's entries move to a new layout. The converter is called from the thread that migrates
 * and from threads that write to the old map meanwhile; it must not block and must have no state.
 *
 * @param <K> old key
 * @param <V> old value
 * @param <L> new key
 * @param <W> new value
 * @param from the old map
 * @param to the new map, empty
 * @param converter old entry to new entry
 */
public record MapMigration<K, V, L, W>(
        BpfMap<K, V> from, BpfMap<L, W> to, Converter<K, V, L, W> converter) {
    /** Old entries to new ones and back. */
    public interface Converter<K, V, L, W> {
        /** The new key of an old one; must be one to one. */
        L key(K oldKey);

        /** The new value of an old one; empty = the entry is not taken over. */
        Optional<W> value(K oldKey, V oldValue);

        /** The old key of a new one, for writes of the new owner before the switch. */
        default Optional<K> keyBack(L newKey) {
            return Optional.empty();
        }

        /** The old value of a new one; empty = not written back. */
        default Optional<V> valueBack(L newKey, W newValue) {
            return Optional.empty();
        }

        /**
         * Joins what both programs wrote to one entry around the switch. The default takes the old
         * map's value when the new map has none or it is still as copied, and leaves the new map's
         * otherwise. Counters return {@code newNow + (oldNow - oldAtCopy)}.
         *
         * @param oldAtCopy the old value when it was copied; empty when the entry was created later
         * @param oldNow the old value after the switch, when no program writes it any more
         * @param newNow the new map's value; empty when it has none
         */
        default W merge(
                K oldKey, Optional<V> oldAtCopy, V oldNow, Optional<W> newNow, W converted) {
            if (newNow.isEmpty()) {
                return converted;
            }
            Optional<W> copied = oldAtCopy.flatMap(v -> value(oldKey, v));
            return copied.isEmpty() || newNow.equals(copied) ? converted : newNow.get();
        }
    }

    /**
     * What a migration did.
     *
     * @param copied entries written in the first pass
     * @param created entries the old map gained during it, written in the catch-up pass
     * @param changed entries that changed during it, merged in the catch-up pass
     * @param deleted entries that vanished from the old map meanwhile
     * @param skipped entries the converter did not take over
     * @param switchNanos time of the switch alone
     * @param totalNanos time of everything
     */
    public record Report(
            int copied,
            int created,
            int changed,
            int deleted,
            int skipped,
            long switchNanos,
            long totalNanos) {}
}

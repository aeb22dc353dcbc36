package org.vibrissa.flow.internal.names;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;

/** A table whose only listener hears of each change at once. */
final class ToldRows<K, V> {
    private final TableListener<K, V> listener;
    private final Map<K, V> rows = new LinkedHashMap<>();

    ToldRows(TableListener<K, V> listener) {
        this.listener = listener;
    }

    void put(K key, V row) {
        change(Map.of(key, row), List.of());
    }

    void remove(K key) {
        change(Map.of(), List.of(key));
    }

    /** Several rows in one step. */
    void change(Map<K, V> puts, List<K> removes) {
        List<RowChange<K, V>> changes = new ArrayList<>();
        puts.forEach(
                (key, row) -> {
                    boolean known = rows.put(key, row) != null;
                    changes.add(
                            new RowChange<>(
                                    known ? ChangeType.MODIFIED : ChangeType.ADDED, key, row));
                });
        removes.forEach(
                key -> changes.add(new RowChange<>(ChangeType.DELETED, key, rows.remove(key))));
        listener.changed(changes, new Now<>(Map.copyOf(rows)));
    }

    void initialised() {
        listener.initialised();
    }

    private record Now<K, V>(Map<K, V> rows) implements TableSnapshot<K, V> {
        @Override
        public long revision() {
            return 0;
        }

        @Override
        public boolean initialised() {
            return true;
        }

        @Override
        public Optional<V> get(K key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return rows.entrySet().iterator();
        }
    }
}

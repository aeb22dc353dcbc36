package org.vibrissa.state.internal.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.StateException;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Table;
import org.vibrissa.state.TableId;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.internal.table.Board.Step;

/** One typed table and its writers. */
final class LiveTable<K, V> implements Table<K, V> {
    private final TableId<K, V> id;
    private final Board<Rows<K, V>, K> board =
            new Board<>(new Rows<>(PersistentMap.empty(), 0, false));
    private final Set<String> open = new HashSet<>();
    private final Set<String> awaited = new HashSet<>();

    LiveTable(TableId<K, V> id) {
        this.id = id;
    }

    @Override
    public TableId<K, V> id() {
        return id;
    }

    @Override
    public TableSnapshot<K, V> snapshot() {
        return board.current();
    }

    @Override
    public Subscription watch(String name, TableListener<K, V> listener) {
        return board.watch(new RowLens<>(), name, new ToListener<>(listener));
    }

    void close() {
        board.close();
    }

    TableWriter<K, V> writer(String source) {
        synchronized (board) {
            if (!open.add(source)) {
                throw new StateException(
                        "table " + id.name() + " has an open writer " + source + " already");
            }
            awaited.add(source);
        }
        return new Writer(source);
    }

    private final class Writer implements TableWriter<K, V> {
        private final String source;
        private boolean closed;

        Writer(String source) {
            this.source = source;
        }

        @Override
        public Table<K, V> table() {
            return LiveTable.this;
        }

        @Override
        public void put(K key, V row) {
            update(Map.of(key, row), List.of());
        }

        @Override
        public void remove(K key) {
            update(Map.of(), List.of(key));
        }

        @Override
        public void update(Map<K, V> puts, Collection<K> removes) {
            change(
                    rows -> {
                        PersistentMap<K, V> map = rows.map();
                        for (K key : removes) {
                            map = map.remove(key);
                        }
                        for (Map.Entry<K, V> put : puts.entrySet()) {
                            map = map.put(put.getKey(), put.getValue());
                        }
                        List<K> touched = new ArrayList<>(removes);
                        touched.addAll(puts.keySet());
                        return new Step<>(rows.with(map), touched);
                    });
        }

        @Override
        public void replaceAll(Map<K, V> wanted) {
            change(
                    rows -> {
                        PersistentMap<K, V> map = rows.map();
                        List<K> touched = new ArrayList<>(wanted.keySet());
                        for (Map.Entry<K, V> row : rows) {
                            if (!wanted.containsKey(row.getKey())) {
                                map = map.remove(row.getKey());
                                touched.add(row.getKey());
                            }
                        }
                        for (Map.Entry<K, V> put : wanted.entrySet()) {
                            map = map.put(put.getKey(), put.getValue());
                        }
                        return new Step<>(rows.with(map), touched);
                    });
        }

        @Override
        public void initialised() {
            change(
                    rows -> {
                        awaited.remove(source);
                        return new Step<>(awaited.isEmpty() ? rows.complete() : rows, List.<K>of());
                    });
        }

        @Override
        public void close() {
            synchronized (board) {
                if (!closed) {
                    closed = true;
                    open.remove(source);
                }
            }
        }

        private void change(java.util.function.Function<Rows<K, V>, Step<Rows<K, V>, K>> function) {
            board.update(
                    rows -> {
                        if (closed) {
                            throw new StateException(
                                    "writer " + source + " of table " + id.name() + " is closed");
                        }
                        return function.apply(rows);
                    });
        }
    }

    private static final class RowLens<K, V> implements Lens<Rows<K, V>, K, V> {
        @Override
        public boolean covers(K key) {
            return true;
        }

        @Override
        public Optional<V> find(Rows<K, V> snapshot, K key) {
            return snapshot.get(key);
        }

        @Override
        public Collection<K> keys(Rows<K, V> snapshot) {
            List<K> keys = new ArrayList<>(snapshot.size());
            snapshot.forEach(row -> keys.add(row.getKey()));
            return keys;
        }

        @Override
        public boolean same(V before, V after) {
            return before.equals(after);
        }

        @Override
        public boolean initialised(Rows<K, V> snapshot) {
            return snapshot.initialised();
        }
    }

    private record ToListener<K, V>(TableListener<K, V> listener)
            implements Receiver<Rows<K, V>, K, V> {
        @Override
        public void changed(List<Delta<K, V>> deltas, Rows<K, V> now) {
            listener.changed(deltas.stream().map(ToListener::change).toList(), now);
        }

        @Override
        public void initialised() {
            listener.initialised();
        }

        private static <K, V> RowChange<K, V> change(Delta<K, V> delta) {
            if (delta.now().isEmpty()) {
                return new RowChange<>(ChangeType.DELETED, delta.key(), delta.before());
            }
            ChangeType type = delta.old().isEmpty() ? ChangeType.ADDED : ChangeType.MODIFIED;
            return new RowChange<>(type, delta.key(), delta.after());
        }
    }
}

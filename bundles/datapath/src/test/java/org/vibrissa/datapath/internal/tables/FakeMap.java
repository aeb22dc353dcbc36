package org.vibrissa.datapath.internal.tables;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.MapInfo;
import org.vibrissa.bpf.PerCpuMap;
import org.vibrissa.bpf.ProgArray;
import org.vibrissa.bpf.PutMode;
import org.vibrissa.bpf.RingReader;

/** A map in memory. Keys are told apart by their text, as they hold arrays. */
final class FakeMap<K, V> implements BpfMap<K, V> {
    private record Row<K, V>(K key, V value) {}

    private final Map<String, Row<K, V>> rows = new TreeMap<>();

    @Override
    public MapInfo info() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public Optional<V> get(K key) {
        return Optional.ofNullable(rows.get(key.toString())).map(Row::value);
    }

    @Override
    public void put(K key, V value) {
        rows.put(key.toString(), new Row<>(key, value));
    }

    @Override
    public boolean put(K key, V value, PutMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(K key) {
        return rows.remove(key.toString()) != null;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> visitor) {
        rows.values().forEach(row -> visitor.accept(row.key(), row.value()));
    }

    @Override
    public Map<K, V> entries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        entries.forEach(this::put);
    }

    @Override
    public int deleteAll(Collection<? extends K> keys) {
        int before = rows.size();
        keys.forEach(this::delete);
        return before - rows.size();
    }

    @Override
    public int clear() {
        int before = rows.size();
        rows.clear();
        return before;
    }

    @Override
    public PerCpuMap<K, V> perCpu() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProgArray progArray() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RingReader ring() {
        throw new UnsupportedOperationException();
    }
}

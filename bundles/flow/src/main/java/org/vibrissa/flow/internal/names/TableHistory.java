package org.vibrissa.flow.internal.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;

/**
 * Brings a table's rows into a history. A row may say something of several keys, and several rows
 * of one, as while a key goes from one row to another; then the last said holds.
 *
 * @param <R> keys of the table
 * @param <V> rows of the table
 * @param <K> keys of the history
 * @param <P> values of the history
 */
final class TableHistory<R, V, K, P> implements TableListener<R, V> {
    /** What a row says. */
    private record Word<R, P>(R row, P value) {}

    private final History<K, P> history;
    private final BiFunction<R, V, Map<K, P>> meaning;
    private final Map<R, Set<K>> spoken = new HashMap<>();
    private final Map<K, List<Word<R, P>>> words = new HashMap<>();

    TableHistory(History<K, P> history, BiFunction<R, V, Map<K, P>> meaning) {
        this.history = history;
        this.meaning = meaning;
    }

    @Override
    public void changed(List<RowChange<R, V>> changes, TableSnapshot<R, V> now) {
        Set<K> touched = new HashSet<>();
        for (RowChange<R, V> change : changes) {
            Map<K, P> means =
                    change.type() == ChangeType.DELETED
                            ? Map.of()
                            : meaning.apply(change.key(), change.value());
            touched.addAll(means.keySet());
            touched.addAll(say(change.key(), means));
        }
        for (K key : touched) {
            List<Word<R, P>> said = words.getOrDefault(key, List.of());
            if (said.isEmpty()) {
                words.remove(key);
                history.remove(key);
            } else {
                history.put(key, said.get(said.size() - 1).value());
            }
        }
    }

    /** Takes back what the row said before, which is returned, for what it says now. */
    private Set<K> say(R row, Map<K, P> means) {
        Set<K> before =
                means.isEmpty() ? spoken.remove(row) : spoken.put(row, Set.copyOf(means.keySet()));
        Set<K> old = before == null ? Set.of() : before;
        old.forEach(key -> words.computeIfPresent(key, (k, said) -> without(said, row)));
        means.forEach((key, value) -> words.merge(key, List.of(new Word<>(row, value)), this::add));
        return old;
    }

    private List<Word<R, P>> without(List<Word<R, P>> said, R row) {
        return said.stream().filter(word -> !word.row().equals(row)).toList();
    }

    private List<Word<R, P>> add(List<Word<R, P>> said, List<Word<R, P>> more) {
        List<Word<R, P>> all = new ArrayList<>(said);
        all.addAll(more);
        return List.copyOf(all);
    }

    @Override
    public void initialised() {
        history.opened();
    }
}

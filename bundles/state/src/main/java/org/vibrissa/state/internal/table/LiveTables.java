package org.vibrissa.state.internal.table;

import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.vibrissa.state.StateException;
import org.vibrissa.state.Table;
import org.vibrissa.state.TableId;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.Tables;

/** All tables, by name. */
@Component
public final class LiveTables implements Tables {
    private final TreeMap<String, LiveTable<?, ?>> tables = new TreeMap<>();

    @Override
    public <K, V> Table<K, V> open(TableId<K, V> id) {
        return find(id);
    }

    @Override
    public <K, V> TableWriter<K, V> writer(TableId<K, V> id, String source) {
        return find(id).writer(source);
    }

    @Override
    public synchronized List<Table<?, ?>> all() {
        return List.copyOf(tables.values());
    }

    @Deactivate
    void close() {
        for (Table<?, ?> table : all()) {
            ((LiveTable<?, ?>) table).close();
        }
    }

    @SuppressWarnings("unchecked")
    private synchronized <K, V> LiveTable<K, V> find(TableId<K, V> id) {
        LiveTable<?, ?> table = tables.computeIfAbsent(id.name(), n -> new LiveTable<>(id));
        if (!table.id().equals(id)) {
            throw new StateException(
                    "table " + id.name() + " exists as " + table.id() + ", not as " + id);
        }
        return (LiveTable<K, V>) table;
    }
}

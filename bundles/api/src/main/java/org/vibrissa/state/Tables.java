package org.vibrissa.state;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All tables of derived state. A table outlives the bundles that write and read it. */
@ProviderType
public interface Tables {
    /**
     * A table to read; made when nobody has used it yet.
     *
     * @throws StateException when the name is in use with other types
     */
    <K, V> Table<K, V> open(TableId<K, V> id);

    /**
     * A way to write to a table. The table says initialised only after every writer that was opened
     * before has said so; a table that said it once keeps saying it.
     *
     * @param source who writes; one open writer per source
     * @throws StateException when the source has an open writer, or the name other types
     */
    <K, V> TableWriter<K, V> writer(TableId<K, V> id, String source);

    /** All tables in order of name. */
    List<Table<?, ?>> all();
}

package org.vibrissa.bpf;

import org.osgi.annotation.versioning.ProviderType;

/** Two maps that are written together after a migration, until the old one is retired. */
@ProviderType
public interface DualWriteWindow extends AutoCloseable {
    /** What the migration did. */
    MapMigration.Report report();

    /**
     * Ends the window: writes go to one map again. The old map's pin is the caller's to remove
     * ({@link BpfLoader#unpin}). Idempotent.
     */
    @Override
    void close();
}

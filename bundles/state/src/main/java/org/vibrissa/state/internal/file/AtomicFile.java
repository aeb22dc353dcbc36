package org.vibrissa.state.internal.file;

import java.io.IOException;

/** Writes whole files: under a temporary name, synced, then renamed. */
final class AtomicFile {
    static final String TEMPORARY = ".tmp";

    private AtomicFile() {}

    /** The content is durable on return; the name is so after the folder was synced. */
    static void write(Disk disk, String name, byte[] bytes) throws IOException {
        String temporary = name + TEMPORARY;
        try (Disk.Handle handle = disk.create(temporary)) {
            handle.write(0, bytes);
            handle.sync();
        }
        disk.rename(temporary, name);
    }
}

package org.vibrissa.state.internal.file;

import java.io.IOException;

/** A file of the store is not what was written: which one, where, and how that shows. */
public final class CorruptFile extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptFile(String path, long offset, String what) {
        super("file " + path + " is corrupt at offset " + offset + ": " + what);
    }
}

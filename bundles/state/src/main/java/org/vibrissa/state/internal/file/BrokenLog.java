package org.vibrissa.state.internal.file;

import java.io.IOException;

/** The files are in a state that only a restart can clear: no more appends. */
public final class BrokenLog extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenLog(IOException cause) {
        super("the files could not be brought back after a failed write: " + cause, cause);
    }
}

package org.vibrissa.control.internal.server;

/** Unwinds a worker whose client will not read its answer. Not an error of the daemon. */
public final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientGone(String message) {
        super(message, null, false, false);
    }
}

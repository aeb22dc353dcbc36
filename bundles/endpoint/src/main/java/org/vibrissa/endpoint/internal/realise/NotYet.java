package org.vibrissa.endpoint.internal.realise;

/** Something the endpoint needs is not there; it is tried again when that may have changed. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet(String message) {
        super(message);
    }

    NotYet(String message, Throwable cause) {
        super(message, cause);
    }
}

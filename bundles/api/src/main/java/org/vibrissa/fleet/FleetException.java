package org.vibrissa.fleet;

/** A call between hosts that failed. */
public final class FleetException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why it failed, so that a caller can tell a refusal from silence. */
    public enum Kind {
        /** This host has not joined a fleet, or the other one is no member. */
        NOT_JOINED,
        /** No connection, or it broke; whether the call was carried out is not known. */
        UNREACHABLE,
        /** No answer in time; whether the call was carried out is not known. */
        TIMEOUT,
        /** The other host has refused; nothing was changed there. */
        REFUSED,
        /** The other host knows no handler of this path. */
        UNKNOWN_PATH
    }

    private final Kind kind;

    public FleetException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public FleetException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

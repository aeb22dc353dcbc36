package org.vibrissa.etcd.internal.client;

/** A call to etcd that failed. The message says what failed, on what, what would help. */
public final class EtcdException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as far as somebody acts on it. */
    public enum Kind {
        /** No connection, or it broke; whether the call was carried out is not known. */
        UNREACHABLE,
        /** No answer in time, or no quorum; whether the call was carried out is not known. */
        SLOW,
        /** The TLS handshake failed: a certificate on one of the sides is not accepted. */
        CERTIFICATE,
        /** User, password or rights. */
        DENIED,
        /** etcd's database is full and takes no writes. */
        FULL,
        /** The revision asked for is not kept any more. */
        COMPACTED,
        /** The lease has ended. */
        LEASE_GONE,
        /** Something else, in etcd's words. */
        OTHER
    }

    private final Kind kind;

    public EtcdException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EtcdException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

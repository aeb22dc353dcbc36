package org.vibrissa.lab;

import java.time.Duration;

/** How a try to open a TCP connection ended. */
public enum Reached {
    /** Somebody took it. */
    CONNECTED,
    /** Somebody sent a reset. */
    REFUSED,
    /** The sender's own kernel did not let it. */
    FORBIDDEN,
    /** An ICMP error. */
    UNREACHABLE,
    /** No answer at all. */
    SILENT;

    private static final Duration LONG = Duration.ofSeconds(15);

    /** Less than the second after which a SYN is sent again: one SYN decides. */
    private static final Duration SHORT = Duration.ofMillis(400);

    /** Fails unless a try ends like this. */
    public void expect(Inside from, String address, int port) {
        Outcome tried = attempt(from, address, port, this == SILENT ? SHORT : LONG);
        if (of(tried) != this) {
            throw new AssertionError(
                    from.name()
                            + " to "
                            + address
                            + " port "
                            + port
                            + ": "
                            + of(tried)
                            + ", not "
                            + this
                            + "; "
                            + tried);
        }
    }

    /** How one try ends; silence is found out soon. */
    public static Reached of(Inside from, String address, int port) {
        return of(attempt(from, address, port, SHORT));
    }

    /** How a try ended. */
    static Reached of(Outcome tried) {
        if (tried.ok()) {
            return CONNECTED;
        }
        if (tried.err().contains("Connection refused")) {
            return REFUSED;
        }
        if (tried.err().contains("Operation not permitted")) {
            return FORBIDDEN;
        }
        if (tried.err().contains("No route to host") || tried.err().contains("Permission denied")) {
            return UNREACHABLE;
        }
        if (tried.exit() == 124) {
            return SILENT;
        }
        throw new AssertionError(tried.toString());
    }

    private static Outcome attempt(Inside from, String address, int port, Duration patience) {
        return from.exec(
                "timeout",
                patience.toMillis() / 1000.0 + "",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/" + address + "/" + port);
    }
}

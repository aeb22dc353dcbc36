package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;

/** What went wrong, for people. */
final class Reason {
    private Reason() {}

    static String of(IOException e) {
        if (e instanceof UnknownHostException) {
            return "no address is known for " + e.getMessage();
        }
        if (e instanceof PortUnreachableException) {
            return "nobody listens there (port unreachable)";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

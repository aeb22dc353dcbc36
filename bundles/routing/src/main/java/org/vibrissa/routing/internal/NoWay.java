package org.vibrissa.routing.internal;

/** A peer that cannot be sent to without a tunnel; the message is a sentence for people. */
final class NoWay extends Exception {
    private static final long serialVersionUID = 1L;

    NoWay(String message) {
        super(message);
    }
}

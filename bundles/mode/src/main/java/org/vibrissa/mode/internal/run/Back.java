package org.vibrissa.mode.internal.run;

/** A change goes back, for the reason in the message. */
final class Back extends Exception {
    private static final long serialVersionUID = 1L;

    Back(String reason) {
        super(reason);
    }
}

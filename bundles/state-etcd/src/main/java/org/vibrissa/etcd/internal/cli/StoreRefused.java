package org.vibrissa.etcd.internal.cli;

/** A command that cannot be carried out: why, and what would help. */
final class StoreRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String nextStep;

    StoreRefused(String message, String nextStep) {
        super(message);
        this.nextStep = nextStep;
    }

    String nextStep() {
        return nextStep;
    }
}

package org.vibrissa.fleet.internal;

/** Something about the fleet cannot be done; the message says what and why, for people. */
public final class FleetRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String nextStep;

    /**
     * A refusal.
     *
     * @param nextStep what would help; empty when nothing is known
     */
    public FleetRefused(String message, String nextStep) {
        super(message);
        this.nextStep = nextStep;
    }

    public FleetRefused(String message, String nextStep, Throwable cause) {
        super(message, cause);
        this.nextStep = nextStep;
    }

    public String nextStep() {
        return nextStep;
    }
}

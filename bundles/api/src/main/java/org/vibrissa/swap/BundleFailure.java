package org.vibrissa.swap;

/** What could not be done with a bundle. The message says what failed, on which bundle, and why. */
public class BundleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String nextStep;

    /**
     * A failure with its way out.
     *
     * @param nextStep what would help; empty for none
     */
    public BundleFailure(String message, String nextStep) {
        super(message);
        this.nextStep = nextStep;
    }

    public BundleFailure(String message, String nextStep, Throwable cause) {
        super(message, cause);
        this.nextStep = nextStep;
    }

    public String nextStep() {
        return nextStep;
    }
}

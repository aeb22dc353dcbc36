package org.vibrissa.swap;

/** A swap that was not done. */
public final class SwapFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String phase;
    private final String nextStep;

    /**
     * @param phase the phase that failed: {@code pre-flight}, {@code start} or {@code hand-over}
     * @param message what failed on what
     * @param nextStep what would help; empty for none
     */
    public SwapFailed(String phase, String message, String nextStep) {
        super(message);
        this.phase = phase;
        this.nextStep = nextStep;
    }

    /** This failure with what led to it. */
    public SwapFailed causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public String phase() {
        return phase;
    }

    public String nextStep() {
        return nextStep;
    }
}

package org.vibrissa.control;

/** A command's failure as the user reads it: what failed on what, the next step, the exit code. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_READY = 3;

    private final int exitCode;
    private final String nextStep;

    /**
     * A failure with all its parts.
     *
     * @param exitCode 1 failed, 2 usage, 3 not ready
     * @param message what failed, on what
     * @param nextStep what would help; empty for none
     */
    public CommandFailed(int exitCode, String message, String nextStep) {
        super(message);
        this.exitCode = exitCode;
        this.nextStep = nextStep;
    }

    /** Exit code 1. */
    public static CommandFailed failed(String message, String nextStep) {
        return new CommandFailed(FAILED, message, nextStep);
    }

    /** Exit code 2. */
    public static CommandFailed usage(String message, String nextStep) {
        return new CommandFailed(USAGE, message, nextStep);
    }

    /** Exit code 3. */
    public static CommandFailed notReady(String message, String nextStep) {
        return new CommandFailed(NOT_READY, message, nextStep);
    }

    /** This failure, with the exception that led to it for the daemon's log. */
    public CommandFailed causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public int exitCode() {
        return exitCode;
    }

    public String nextStep() {
        return nextStep;
    }
}

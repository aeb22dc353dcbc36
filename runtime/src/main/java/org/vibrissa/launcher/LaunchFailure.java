package org.vibrissa.launcher;

/** The start was refused or failed; the message says what failed, on what, what would help. */
final class LaunchFailure extends Exception {
    /** Something outside the command line is wrong. */
    static final int FAILED = 1;

    /** The command line or a configuration file is wrong. */
    static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    LaunchFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    LaunchFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}

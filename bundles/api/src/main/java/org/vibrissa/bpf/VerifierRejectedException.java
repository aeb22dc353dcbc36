package org.vibrissa.bpf;

/** The kernel's verifier refused a program; nothing of its object stays loaded. */
public final class VerifierRejectedException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String program;
    private final String logTail;

    /**
     * The error with all its parts.
     *
     * @param program the refused program's name
     * @param message a one-line reason
     * @param logTail the last lines of the verifier's log
     * @param errno the kernel's error number
     * @param errnoName its name
     */
    public VerifierRejectedException(
            String program, String message, String logTail, int errno, String errnoName) {
        super(message + "\n" + logTail, errno, errnoName);
        this.program = program;
        this.logTail = logTail;
    }

    /** The refused program. */
    public String program() {
        return program;
    }

    /** The end of the verifier's log, at most 64 lines. */
    public String logTail() {
        return logTail;
    }
}

package org.vibrissa.bpf;

import java.util.List;

/** The kernel's verifier refused a program; nothing of its object stays loaded. */
public final class VerifierRejectedException extends BpfException {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGE_LINES = 12;

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
        super(message + "\n" + end(logTail), errno, errnoName);
        this.program = program;
        this.logTail = logTail;
    }

    private static String end(String log) {
        List<String> lines = log.lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - MESSAGE_LINES), lines.size()));
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

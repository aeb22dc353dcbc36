package org.vibrissa.bpf;

/** Two sides disagree on a C layout. The message shows both side by side. */
public final class LayoutMismatchException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    /**
     * The error with all its parts.
     *
     * @param subject what was compared, such as {@code key of map vib_ct4}
     * @param message both layouts, side by side
     */
    public LayoutMismatchException(String subject, String message) {
        super(message);
        this.subject = subject;
    }

    /** What was compared. */
    public String subject() {
        return subject;
    }
}

package org.vibrissa.bpf;

/** The running kernel lacks a feature. */
public final class NotSupportedException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String feature;

    /**
     * The error with all its parts.
     *
     * @param feature the missing feature's short name, such as {@code tcx}
     * @param message what needed it and since which kernel it exists
     */
    public NotSupportedException(String feature, String message) {
        super(message);
        this.feature = feature;
    }

    /** The missing feature's short name, one of those of {@link Features}. */
    public String feature() {
        return feature;
    }
}

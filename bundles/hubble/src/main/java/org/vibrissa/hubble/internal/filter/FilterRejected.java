package org.vibrissa.hubble.internal.filter;

/** A filter cannot be understood. The message names field and value. */
public final class FilterRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lacking;

    public FilterRejected(String field, String value, String reason) {
        this(field + ": \"" + value + "\": " + reason, false);
    }

    private FilterRejected(String message, boolean lacking) {
        super(message);
        this.lacking = lacking;
    }

    private FilterRejected(String message, FilterRejected cause) {
        super(message, cause);
        lacking = cause.lacking;
    }

    /** The filter may be right, but a bundle that it needs is not there. */
    static FilterRejected lacking(String field, String value, String reason) {
        return new FilterRejected(field + ": \"" + value + "\": " + reason, true);
    }

    /** Whether the same filter may be understood later, when a bundle is there. */
    public boolean isLacking() {
        return lacking;
    }

    /** The same, said of the filter at this place, such as {@code whitelist[0]}. */
    FilterRejected in(String place) {
        return new FilterRejected(place + "." + getMessage(), this);
    }
}

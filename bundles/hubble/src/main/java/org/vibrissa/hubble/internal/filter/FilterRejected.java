package org.vibrissa.hubble.internal.filter;

/** A filter cannot be understood. The message names field and value. */
public final class FilterRejected extends Exception {
    private static final long serialVersionUID = 1L;

    public FilterRejected(String field, String value, String reason) {
        super(field + ": \"" + value + "\": " + reason);
    }

    private FilterRejected(String message, FilterRejected cause) {
        super(message, cause);
    }

    /** The same, said of the filter at this place, such as {@code whitelist[0]}. */
    FilterRejected in(String place) {
        return new FilterRejected(place + "." + getMessage(), this);
    }
}

package org.vibrissa.metrics.internal.collect;

/** A source has not answered in time. */
final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message) {
        super(message);
    }
}

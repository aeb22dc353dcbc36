package org.vibrissa.hubble.internal.expression;

/** The bundle that evaluates a filter's expressions has stopped meanwhile. */
public final class ExpressionsGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionsGone() {
        super("the bundle " + FlowExpressions.BUNDLE + " has stopped");
    }

    ExpressionsGone(Throwable cause) {
        this();
        initCause(cause);
    }
}

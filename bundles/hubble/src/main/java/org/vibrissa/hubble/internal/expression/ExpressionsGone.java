package org.vibrissa.hubble.internal.expression;

/** The bundle that evaluates a filter's expressions is not there, or not any more. */
public final class ExpressionsGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpressionsGone() {
        super("the bundle " + FlowExpressions.BUNDLE + " has stopped");
    }

    ExpressionsGone(Throwable cause) {
        this("the bundle " + FlowExpressions.BUNDLE + " has stopped", cause);
    }

    public ExpressionsGone(String message, Throwable cause) {
        super(message, cause);
    }
}

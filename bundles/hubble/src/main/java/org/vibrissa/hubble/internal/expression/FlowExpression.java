package org.vibrissa.hubble.internal.expression;

import org.vibrissa.expression.Expression;
import org.vibrissa.hubble.proto.flow.Flow;

/**
 * A condition about flows. Who holds one that is gone lets go of it: it keeps the classes of its
 * bundle. Thread safe.
 */
public final class FlowExpression {
    private final Lease lease;
    private final Expression<Flow> expression;

    FlowExpression(Lease lease, Expression<Flow> expression) {
        this.lease = lease;
        this.expression = expression;
    }

    /** Whether its bundle has stopped, so that it cannot be evaluated any more. */
    public boolean gone() {
        return lease.ended();
    }

    /**
     * Whether it is true of a flow; false where it cannot be evaluated.
     *
     * @throws ExpressionsGone when its bundle has stopped
     */
    public boolean holds(Flow flow) {
        if (gone()) {
            throw new ExpressionsGone();
        }
        try {
            return expression.holds(flow);
        } catch (RuntimeException | LinkageError e) {
            // Classes cannot be loaded any more from a bundle that goes.
            if (gone()) {
                throw new ExpressionsGone(e);
            }
            throw e;
        }
    }
}

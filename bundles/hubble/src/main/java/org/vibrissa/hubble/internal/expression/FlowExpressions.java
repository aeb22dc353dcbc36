package org.vibrissa.hubble.internal.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.expression.ExpressionRejected;
import org.vibrissa.hubble.proto.flow.Flow;

/** Compiles conditions about flows while there is a bundle that can. Thread safe. */
@Component(service = FlowExpressions.class)
public final class FlowExpressions {
    /** Whose service it is. */
    public static final String BUNDLE = "hubble-cel";

    /** Hubble's name of the flow in an expression. */
    private static final String VARIABLE = "_flow";

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Lease> leases = List.of();

    @Activate
    public FlowExpressions() {}

    /** A compiler comes; when versions are swapped, before the other one goes. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bind(ExpressionCompiler compiler) {
        List<Lease> more = new ArrayList<>(leases);
        more.add(new Lease(compiler));
        leases = List.copyOf(more);
    }

    /** A compiler goes: what it made is not evaluated any more, and listeners let go of it. */
    public void unbind(ExpressionCompiler compiler) {
        end(compiler);
        listeners.forEach(Runnable::run);
    }

    private synchronized void end(ExpressionCompiler compiler) {
        List<Lease> others = new ArrayList<>(leases);
        others.removeIf(lease -> lease.compiler() == compiler);
        leases.stream().filter(lease -> !others.contains(lease)).forEach(Lease::end);
        leases = List.copyOf(others);
    }

    /** To be run whenever a compiler has gone; returns at once. */
    public void onGone(Runnable listener) {
        listeners.add(listener);
    }

    /** Not to be run any more. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /**
     * Compiles a condition.
     *
     * @return empty when there is no bundle that can
     * @throws ExpressionRejected when it is none, or asks for too much
     */
    public Optional<FlowExpression> compile(String text) throws ExpressionRejected {
        List<Lease> now = leases;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Lease newest = now.get(now.size() - 1);
        try {
            return Optional.of(
                    new FlowExpression(
                            newest, newest.compiler().compile(text, VARIABLE, Flow.class)));
        } catch (RuntimeException | LinkageError e) {
            if (newest.ended()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

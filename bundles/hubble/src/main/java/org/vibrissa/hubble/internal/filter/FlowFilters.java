package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;
import org.vibrissa.hubble.internal.expression.FlowExpression;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * What a client wants to see: a flow that a filter of the whitelist matches, or any when it is
 * empty, and none of the blacklist. No message is made to find out, but for filters with an
 * expression. For one thread.
 */
public final class FlowFilters {
    private final Optional<FlowTest> wanted;
    private final Optional<FlowTest> unwanted;
    private final List<FlowExpression> expressions;

    private FlowFilters(
            Optional<FlowTest> wanted,
            Optional<FlowTest> unwanted,
            List<FlowExpression> expressions) {
        this.wanted = wanted;
        this.unwanted = unwanted;
        this.expressions = expressions;
    }

    /** Everything. */
    public static FlowFilters none() {
        return new FlowFilters(Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Compiles filters.
     *
     * @throws FilterRejected for the first field that cannot be understood
     */
    public static FlowFilters of(
            List<FlowFilter> whitelist, List<FlowFilter> blacklist, FilterScope scope)
            throws FilterRejected {
        FilterCompiler compiler = new FilterCompiler(scope);
        return new FlowFilters(
                compiled(compiler, whitelist, "whitelist"),
                compiled(compiler, blacklist, "blacklist"),
                List.copyOf(compiler.expressions()));
    }

    private static Optional<FlowTest> compiled(
            FilterCompiler compiler, List<FlowFilter> filters, String list) throws FilterRejected {
        List<FlowTest> tests = new ArrayList<>();
        for (FlowFilter filter : filters) {
            try {
                tests.add(compiler.compile(filter));
            } catch (FilterRejected e) {
                throw e.in(list + "[" + tests.size() + "]");
            }
        }
        return tests.isEmpty() ? Optional.empty() : Optional.of(FlowTest.any(tests));
    }

    /** Whether it leaves nothing out. */
    public boolean admitsAll() {
        return wanted.isEmpty() && unwanted.isEmpty();
    }

    /** Whether an expression's bundle has stopped: they are of no use any more. */
    public boolean gone() {
        for (FlowExpression expression : expressions) {
            if (expression.gone()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a flow is wanted.
     *
     * @throws ExpressionsGone when they are {@link #gone}
     */
    public boolean admits(FlowView flow) {
        return (wanted.isEmpty() || wanted.get().matches(flow))
                && (unwanted.isEmpty() || !unwanted.get().matches(flow));
    }
}

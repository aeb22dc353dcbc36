package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * What a client wants to see: a flow that a filter of the whitelist matches, or any when it is
 * empty, and none of the blacklist. No message is made to find out. For one thread.
 */
public final class FlowFilters {
    private final Optional<FlowTest> wanted;
    private final Optional<FlowTest> unwanted;

    private FlowFilters(Optional<FlowTest> wanted, Optional<FlowTest> unwanted) {
        this.wanted = wanted;
        this.unwanted = unwanted;
    }

    /** Everything. */
    public static FlowFilters none() {
        return new FlowFilters(Optional.empty(), Optional.empty());
    }

    /**
     * Compiles filters.
     *
     * @param origin of the flows that will be looked at
     * @param uuids of the same
     * @throws FilterRejected for the first field that cannot be understood
     */
    public static FlowFilters of(
            List<FlowFilter> whitelist, List<FlowFilter> blacklist, Origin origin, EventUuid uuids)
            throws FilterRejected {
        FilterCompiler compiler = new FilterCompiler(origin, uuids);
        return new FlowFilters(
                compiled(compiler, whitelist, "whitelist"),
                compiled(compiler, blacklist, "blacklist"));
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

    public boolean admits(FlowView flow) {
        return (wanted.isEmpty() || wanted.get().matches(flow))
                && (unwanted.isEmpty() || !unwanted.get().matches(flow));
    }
}

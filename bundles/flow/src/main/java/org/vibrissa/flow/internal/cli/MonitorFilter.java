package org.vibrissa.flow.internal.cli;

import java.util.Set;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;

/**
 * Which events are shown. An empty set stands for all.
 *
 * @param from numbers of endpoints that send
 * @param to numbers of endpoints that receive
 * @param relatedTo numbers of endpoints at either end
 */
record MonitorFilter(
        Set<FlowKind> kinds, Set<Integer> from, Set<Integer> to, Set<Integer> relatedTo) {
    MonitorFilter {
        kinds = Set.copyOf(kinds);
        from = Set.copyOf(from);
        to = Set.copyOf(to);
        relatedTo = Set.copyOf(relatedTo);
    }

    boolean shows(FlowEvent event) {
        return among(kinds, event.kind())
                && among(from, event.sourceEndpoint())
                && among(to, event.destinationEndpoint())
                && (relatedTo.isEmpty()
                        || relatedTo.contains(event.sourceEndpoint())
                        || relatedTo.contains(event.destinationEndpoint()));
    }

    private static <T> boolean among(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}

package org.vibrissa.hubble.internal.observe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * The filters of one list. A flag about either end ({@code --ip}) makes two filters of one, of
 * which a flow has to match one: one for flows that begin there and one for those that end there.
 */
final class FilterList {
    private final FlowFilter.Builder begin = FlowFilter.newBuilder();
    private final FlowFilter.Builder end = FlowFilter.newBuilder();
    private final List<String> namespaces = new ArrayList<>();
    private final List<String> sourceNamespaces = new ArrayList<>();
    private final List<String> destinationNamespaces = new ArrayList<>();
    private final Set<Flag> used = EnumSet.noneOf(Flag.class);

    /**
     * Notes that the flag is used.
     *
     * @throws IllegalArgumentException when it contradicts another one
     */
    void use(Flag flag) {
        used.add(flag);
        flag.rival(used)
                .ifPresent(
                        other -> {
                            throw new IllegalArgumentException(
                                    "filters " + other + " and " + flag + " cannot be combined");
                        });
    }

    /** A condition on the flow, or on one named end of it. */
    void both(Consumer<FlowFilter.Builder> condition) {
        condition.accept(begin);
        condition.accept(end);
    }

    /** A condition on either end. */
    <T> void either(
            BiConsumer<FlowFilter.Builder, T> source,
            BiConsumer<FlowFilter.Builder, T> destination,
            T value) {
        source.accept(begin, value);
        destination.accept(end, value);
    }

    void namespace(Flag flag, String name) {
        switch (flag) {
            case FROM_NAMESPACE, FROM_ALL_NAMESPACES -> sourceNamespaces.add(name);
            case TO_NAMESPACE, TO_ALL_NAMESPACES -> destinationNamespaces.add(name);
            default -> namespaces.add(name);
        }
    }

    /** The filters; none when no flag was used. */
    List<FlowFilter> filters() {
        if (used.isEmpty()) {
            return List.of();
        }
        if (!destinationNamespaces.isEmpty()) {
            Namespaces.ofDestination(begin, destinationNamespaces);
            Namespaces.ofDestination(end, destinationNamespaces);
        }
        if (!sourceNamespaces.isEmpty()) {
            Namespaces.ofSource(begin, sourceNamespaces);
            Namespaces.ofSource(end, sourceNamespaces);
        }
        if (!namespaces.isEmpty()) {
            Namespaces.ofSource(begin, namespaces);
            Namespaces.ofDestination(end, namespaces);
        }
        FlowFilter first = begin.build();
        FlowFilter second = end.build();
        return first.equals(second) ? List.of(first) : List.of(first, second);
    }
}

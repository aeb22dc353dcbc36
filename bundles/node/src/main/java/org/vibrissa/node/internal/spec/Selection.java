package org.vibrissa.node.internal.spec;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vibrissa.net.IpPrefix;

/**
 * Which group a node is in: the one that selects it most closely, by name before by subnet (the
 * longest) before by labels (the most); of equals the first by name; {@code default} otherwise.
 */
public final class Selection {
    public static final String DEFAULT = "default";

    private static final int BY_NAME = 10_000;
    private static final int BY_SUBNET = 1_000;

    private Selection() {}

    public static String groupOf(
            String node,
            Map<String, String> labels,
            List<InetAddress> addresses,
            Map<String, PathGroupSpec> groups) {
        return groups.entrySet().stream()
                .filter(group -> closeness(group.getValue(), node, labels, addresses).isPresent())
                .max(
                        Comparator.comparingInt(
                                        (Map.Entry<String, PathGroupSpec> group) ->
                                                closeness(group.getValue(), node, labels, addresses)
                                                        .getAsInt())
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(DEFAULT);
    }

    private static OptionalInt closeness(
            PathGroupSpec group,
            String node,
            Map<String, String> labels,
            List<InetAddress> addresses) {
        if (group.selector().isEmpty()) {
            return OptionalInt.empty();
        }
        PathGroupSpec.Selector selector = group.selector().get();
        if (selector.nodes().contains(node)) {
            return OptionalInt.of(BY_NAME);
        }
        OptionalInt subnet =
                selector.subnets().stream()
                        .filter(network -> addresses.stream().anyMatch(network::contains))
                        .mapToInt(IpPrefix::length)
                        .max();
        if (subnet.isPresent()) {
            return OptionalInt.of(BY_SUBNET + subnet.getAsInt());
        }
        boolean labelled =
                !selector.matchLabels().isEmpty()
                        && labels.entrySet().containsAll(selector.matchLabels().entrySet());
        return labelled ? OptionalInt.of(selector.matchLabels().size()) : OptionalInt.empty();
    }
}

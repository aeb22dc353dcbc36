package org.vibrissa.identity.internal.fleet;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpAddresses;

/** What this host is to tell of its endpoints. */
final class Telling {
    private Telling() {}

    /**
     * Works it out.
     *
     * @param endpoints those in force; the host and cgroups have no addresses of their own
     * @param held what an endpoint's uid holds
     * @param used every set in use here, those too whose endpoints are being made
     */
    static NodeEndpoints of(
            List<LocalEndpoint> endpoints,
            Function<String, Optional<HeldLabels>> held,
            Set<Labels> used) {
        Map<Labels, List<NodeEndpoints.Entry>> groups = new HashMap<>();
        used.forEach(labels -> groups.put(labels, new ArrayList<>()));
        for (LocalEndpoint endpoint : endpoints) {
            if (endpoint.form() == EndpointForm.HOST || endpoint.form() == EndpointForm.CGROUP) {
                continue;
            }
            held.apply(endpoint.uid())
                    .ifPresent(
                            labels ->
                                    groups.computeIfAbsent(
                                                    labels.identity()
                                                            .map(i -> i.labels())
                                                            .orElse(labels.labels()),
                                                    l -> new ArrayList<>())
                                            .add(entry(endpoint)));
        }
        SortedMap<String, NodeEndpoints.Group> sorted = new TreeMap<>();
        groups.forEach(
                (labels, entries) -> {
                    entries.sort(Comparator.comparing(NodeEndpoints.Entry::name));
                    sorted.put(labels.canonical(), new NodeEndpoints.Group(labels, entries));
                });
        return new NodeEndpoints(List.copyOf(sorted.values()));
    }

    private static NodeEndpoints.Entry entry(LocalEndpoint endpoint) {
        List<InetAddress> addresses = new ArrayList<>(endpoint.addresses());
        addresses.sort(Comparator.comparing(IpAddresses::format));
        return new NodeEndpoints.Entry(
                endpoint.key().namespace() + "/" + endpoint.key().name(), addresses);
    }
}

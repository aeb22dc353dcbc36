package org.vibrissa.hubble.internal.observe;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Puts namespaces before the names of endpoints and services in a filter. */
final class Namespaces {
    private Namespaces() {}

    static void ofSource(FlowFilter.Builder filter, List<String> namespaces) {
        if (filter.getSourcePodCount() == 0 && filter.getSourceServiceCount() == 0) {
            filter.addSourcePod("");
        }
        List<String> endpoints = within(filter.getSourcePodList(), namespaces);
        List<String> services = within(filter.getSourceServiceList(), namespaces);
        filter.clearSourcePod().addAllSourcePod(endpoints);
        filter.clearSourceService().addAllSourceService(services);
    }

    static void ofDestination(FlowFilter.Builder filter, List<String> namespaces) {
        if (filter.getDestinationPodCount() == 0 && filter.getDestinationServiceCount() == 0) {
            filter.addDestinationPod("");
        }
        List<String> endpoints = within(filter.getDestinationPodList(), namespaces);
        List<String> services = within(filter.getDestinationServiceList(), namespaces);
        filter.clearDestinationPod().addAllDestinationPod(endpoints);
        filter.clearDestinationService().addAllDestinationService(services);
    }

    /**
     * Names that have a namespace keep it.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    private static List<String> within(List<String> names, List<String> namespaces) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            int slash = name.indexOf('/');
            if (slash < 0) {
                namespaces.forEach(namespace -> all.add(namespace + "/" + name));
                continue;
            }
            String own = name.substring(0, slash);
            if (!namespaces.contains(own) && !namespaces.contains("")) {
                throw new IllegalArgumentException(
                        "namespace conflict: "
                                + name
                                + " is not in "
                                + String.join(", ", namespaces));
            }
            all.add(name);
        }
        return all;
    }
}

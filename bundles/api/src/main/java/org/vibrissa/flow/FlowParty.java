package org.vibrissa.flow;

import java.util.List;

/**
 * One end of an event, with names as they were then. Immutable.
 *
 * @param identity numeric identity
 * @param labels {@code source:key=value}, sorted; of a reserved identity {@code reserved:host} and
 *     the like
 * @param endpointId number on this host, 0 for one of another host
 * @param namespace empty when it is no endpoint
 * @param name the endpoint's name, empty when it is no endpoint
 * @param workload name of the unit, VM or network namespace it is made of, empty when unknown
 * @param workloadKind {@code Unit}, {@code VM}, {@code NetworkNamespace}, {@code Host}, empty when
 *     unknown
 * @param node host it is on, empty when unknown
 */
public record FlowParty(
        int identity,
        List<String> labels,
        int endpointId,
        String namespace,
        String name,
        String workload,
        String workloadKind,
        String node) {
    public FlowParty {
        labels = List.copyOf(labels);
    }
}

package org.vibrissa.hubble.internal.message;

import java.util.IdentityHashMap;
import java.util.Set;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Workload;

/** Ends of flows as messages, each made once. For one thread. */
final class EndpointMessages {
    private static final int KEPT = 4096;

    private final Set<Integer> fields;
    private final String cluster;

    /** By the party itself: names are shared objects as long as they hold. */
    private final IdentityHashMap<FlowParty, Endpoint> made = new IdentityHashMap<>();

    EndpointMessages(Set<Integer> fields, String cluster) {
        this.fields = fields;
        this.cluster = cluster;
    }

    Endpoint of(FlowParty party) {
        Endpoint known = made.get(party);
        if (known != null) {
            return known;
        }
        if (made.size() >= KEPT) {
            made.clear();
        }
        Endpoint message = make(party);
        made.put(party, message);
        return message;
    }

    private Endpoint make(FlowParty party) {
        Endpoint.Builder message = Endpoint.newBuilder();
        if (wants(Endpoint.ID_FIELD_NUMBER)) {
            message.setID(party.endpointId());
        }
        if (wants(Endpoint.IDENTITY_FIELD_NUMBER)) {
            message.setIdentity(party.identity());
        }
        if (wants(Endpoint.CLUSTER_NAME_FIELD_NUMBER) && !party.name().isEmpty()) {
            message.setClusterName(cluster);
        }
        if (wants(Endpoint.NAMESPACE_FIELD_NUMBER)) {
            message.setNamespace(party.namespace());
        }
        if (wants(Endpoint.LABELS_FIELD_NUMBER)) {
            message.addAllLabels(party.labels());
        }
        if (wants(Endpoint.POD_NAME_FIELD_NUMBER)) {
            message.setPodName(party.name());
        }
        if (wants(Endpoint.WORKLOADS_FIELD_NUMBER) && !party.workload().isEmpty()) {
            message.addWorkloads(
                    Workload.newBuilder().setName(party.workload()).setKind(party.workloadKind()));
        }
        return message.build();
    }

    private boolean wants(int number) {
        return fields.contains(number);
    }
}

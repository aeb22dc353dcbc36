package org.vibrissa.flow.internal.names;

import org.vibrissa.endpoint.RemoteEndpoint;

/**
 * Where an address or an endpoint's number leads. Immutable; compared as what it says.
 *
 * @param identity numeric identity, 0 when this does not tell
 * @param endpointId number on this host, 0 for one of another host
 * @param namespace empty when it is no endpoint
 * @param name empty when it is no endpoint
 * @param workload what it is made of
 * @param node host it is on, empty when unknown
 */
record Place(
        int identity,
        int endpointId,
        String namespace,
        String name,
        Workload workload,
        String node) {
    /** Somewhere. */
    static final Place UNKNOWN = new Place(0, 0, "", "", Workload.UNKNOWN, "");

    /** A host itself. */
    static Place host(String node, int identity) {
        return new Place(identity, 0, "", "", new Workload(node, Workload.HOST), node);
    }

    /** An endpoint of another host. */
    static Place of(RemoteEndpoint endpoint) {
        return new Place(
                0, 0, endpoint.namespace(), endpoint.name(), Workload.UNKNOWN, endpoint.node());
    }

    /** An address of a host that is no endpoint we know of. */
    static Place on(String node) {
        return new Place(0, 0, "", "", Workload.UNKNOWN, node);
    }
}

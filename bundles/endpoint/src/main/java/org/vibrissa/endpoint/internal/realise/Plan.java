package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.util.List;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.state.Resource;

/**
 * What is to be made.
 *
 * @param resource the declaration
 * @param spec its spec
 * @param addresses allocated addresses; empty for the host
 * @param gateways the gateway of each family the endpoint has
 */
record Plan(
        Resource resource,
        EndpointSpec spec,
        List<InetAddress> addresses,
        List<InetAddress> gateways) {
    String uid() {
        return resource.metadata().uid();
    }
}

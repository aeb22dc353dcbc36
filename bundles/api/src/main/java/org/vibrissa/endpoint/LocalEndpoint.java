package org.vibrissa.endpoint;

import java.net.InetAddress;
import java.util.List;
import java.util.SortedMap;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.ResourceKey;

/**
 * An endpoint that is in force on this host. Immutable.
 *
 * @param key its resource
 * @param uid the resource's uid
 * @param id its number on this host, 1..65535; kept over restarts
 * @param form what it is made of
 * @param labels the resource's labels
 * @param identity numeric security identity, 5 while that of its labels is not known; what
 *     selectors look at are the labels that {@link org.vibrissa.identity.Identities} has for this
 *     number
 * @param device host-side device, empty for the host itself and a cgroup
 * @param ifindex its index, 0 for the host itself and a cgroup
 * @param mac the endpoint's own MAC, all zero for the host itself and a cgroup
 * @param addresses its addresses; none for a cgroup, which has the host's
 */
public record LocalEndpoint(
        ResourceKey key,
        String uid,
        int id,
        EndpointForm form,
        SortedMap<String, String> labels,
        int identity,
        String device,
        int ifindex,
        MacAddress mac,
        List<InetAddress> addresses) {
    public LocalEndpoint {
        addresses = List.copyOf(addresses);
    }
}

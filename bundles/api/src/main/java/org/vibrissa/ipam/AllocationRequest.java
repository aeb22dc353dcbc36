package org.vibrissa.ipam;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * What an owner needs.
 *
 * @param owner unique and stable, such as an endpoint's uid: 1..253 characters without spaces
 * @param pool the pool's name; {@link Ipam#DEFAULT_POOL} when the user said nothing
 * @param families which families to give one address each; empty means all that the pool has. A
 *     family for which {@code addresses} has one gets no further one.
 * @param addresses static addresses, all of this pool; may have several of a family
 */
public record AllocationRequest(
        String owner, String pool, Set<Family> families, List<InetAddress> addresses) {
    public AllocationRequest {
        families = Set.copyOf(families);
        addresses = List.copyOf(addresses);
    }

    /** One dynamic address of each family that the pool has. */
    public static AllocationRequest dynamic(String owner, String pool) {
        return new AllocationRequest(owner, pool, Set.of(), List.of());
    }
}

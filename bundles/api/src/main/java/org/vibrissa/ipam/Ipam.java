package org.vibrissa.ipam;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Hands out addresses of pools. */
@ProviderType
public interface Ipam {
    /** The pool that is used when none is named. */
    String DEFAULT_POOL = "default";

    /**
     * Gives an owner its addresses; durable on return. An owner that has addresses of this pool
     * keeps them as far as they fit the request, so asking again after a restart changes nothing;
     * what no longer fits is released into quarantine.
     *
     * @throws PoolExhausted when a family has no free address
     * @throws AddressRefused when a static address cannot be had
     * @throws IpamException when there is no such pool, or it lacks a family that was asked for
     * @throws org.vibrissa.state.StateException when the store does not take the lease
     */
    Allocation allocate(AllocationRequest request);

    /**
     * Releases all addresses of an owner into quarantine. Nothing to release is no error.
     *
     * @throws org.vibrissa.state.StateException when the store does not take it
     */
    void release(String owner);

    /** What an owner has now. */
    Optional<Allocation> find(String owner);

    /** All allocations in order of owner. */
    List<Allocation> list();

    /** All pools in order of name. */
    List<PoolInfo> pools();

    /** How full each network of each pool is, in order of pool. */
    List<PoolUsage> usage();
}

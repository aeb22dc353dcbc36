/**
 * Addresses for endpoints.
 *
 * <p>Problem: an address must belong to one owner at a time, survive a restart with it, and not be
 * given to someone else right after its release, while peers and conntrack still remember it.
 * Mechanism: pools are {@code IpPool} resources; each address in use or in quarantine is a lease in
 * the {@link org.vibrissa.state.ResourceStore}, written before the address is handed out.
 *
 * <p>Invariants: no address is leased twice; an owner which asks again gets what it has; pools do
 * not overlap; a pool cannot lose an address that is in use.
 *
 * <p>Threads: safe for use by any thread; calls write to the disk and may block for some ms.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.ipam;

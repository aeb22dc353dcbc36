/**
 * Who a workload is: labels, and the number that stands for a set of them.
 *
 * <p>Problem: policy names workloads by labels, but a packet can only carry a number, and every
 * host must read the same number the same way. Mechanism: the labels of an endpoint that count (a
 * live filter chooses them) form a {@link org.vibrissa.identity.Labels set}; each different set in
 * the fleet has one {@link org.vibrissa.identity.Identity#number() number}, found by the {@link
 * org.vibrissa.identity.IdentityAllocator allocator} in use. The {@link
 * org.vibrissa.identity.Identities} service holds a set for as long as somebody names it as a
 * holder; everything known is in the table {@link org.vibrissa.identity.Identities#TABLE}.
 *
 * <p>Numbers: 1..255 are {@link org.vibrissa.identity.ReservedIdentity reserved}, 256..65535 are of
 * the whole fleet, those from 1&lt;&lt;24 stand for address prefixes on this host alone.
 *
 * <p>Invariants: in a settled fleet no set has two numbers and no number two sets. A number is in
 * the table before anybody is told of it, and leaves it only after its last holder. While the
 * number of a set is not known, whoever waits for it is {@code init} (5).
 *
 * <p>Threads: the services are safe for any thread; listeners are called on one named thread.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.identity;

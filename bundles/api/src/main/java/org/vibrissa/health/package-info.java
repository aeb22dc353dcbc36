/**
 * Whether the hosts reach each other: each host probes every other one's own address and the
 * endpoint there that answers probes ({@code lxc_health}), by ICMP and by TCP, through the mode in
 * force and through every other mode that the path group accepts.
 *
 * <p>Probes cost little however many hosts there are: the time between two of the same target grows
 * with the logarithm of their number, a budget bounds them, and no host has a thread of its own.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.health;

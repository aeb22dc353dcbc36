/**
 * VXLAN and Geneve between hosts. The stages do the work; here are their claims, the peers who may
 * send tunnels, and the kernel devices which make the NIC and GRO know the ports.
 *
 * <p>Stages, maps and devices outlive the daemon. A start finds the stages of the one before in
 * their slots and puts its own in their place; peers that nobody has named yet stay until each mode
 * that was in use has been prepared anew or retired.
 */
@Requirement(namespace = "org.vibrissa.bpf.sdk", filter = "(abi=1)", effective = "active")
package org.vibrissa.overlay.internal;

import org.osgi.annotation.bundle.Requirement;

/**
 * The policy's maps and stages in the kernel: rows in, rows out. Nothing here knows what a rule is.
 *
 * <p>Maps, stages and links outlive the daemon. A start finds what the one before left in force and
 * puts its own programs in their place; the rows stay until the engine has said anew what holds.
 *
 * <p>The order of a change is the engine's: rows of a new set, the set, {@link
 * org.vibrissa.policy.internal.kernel.PolicyMaps#flip}, then {@link
 * org.vibrissa.datapath.Generation#advance()}.
 */
@Requirement(namespace = "org.vibrissa.bpf.sdk", filter = "(abi=1)", effective = "active")
@Requirement(
        namespace = "org.vibrissa.bpf.map",
        filter = "(map=vib_flow_ring)",
        attribute = "access=rw",
        resolution = Resolution.OPTIONAL,
        effective = "active")
@Requirement(
        namespace = "org.vibrissa.bpf.map",
        filter = "(map=vib_flow_counts)",
        attribute = "access=rw",
        resolution = Resolution.OPTIONAL,
        effective = "active")
@Requirement(
        namespace = "org.vibrissa.bpf.map",
        filter = "(map=vib_flow_settings)",
        attribute = "access=rw",
        resolution = Resolution.OPTIONAL,
        effective = "active")
@Requirement(
        namespace = "org.vibrissa.bpf.map",
        filter = "(map=vib_flow_limits)",
        attribute = "access=rw",
        resolution = Resolution.OPTIONAL,
        effective = "active")
package org.vibrissa.policy.internal.kernel;

import org.osgi.annotation.bundle.Requirement;
import org.osgi.annotation.bundle.Requirement.Resolution;

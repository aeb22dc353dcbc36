/**
 * Packets to other hosts as they are, by the routes of this host: forward mode {@code native}.
 *
 * <p>The stage in slot 22 hands packets to the next hop; routes of our own show where they go and
 * carry them when the stage does not.
 */
@org.osgi.annotation.bundle.Requirement(
        namespace = "org.vibrissa.bpf.sdk",
        filter = "(abi=1)",
        effective = "active")
package org.vibrissa.routing.internal;

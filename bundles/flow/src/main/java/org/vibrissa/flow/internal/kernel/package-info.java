/**
 * The kernel's side: the maps of flow events, the stage of slot 28, the settings that both read.
 *
 * <p>Maps and stage outlive bundle and daemon: while neither runs, events wait in the ring, and
 * what finds no room there is counted. A start adopts ring and counts as they are.
 *
 * <p>Programs of other bundles that refuse packets beside the chains may write events to the ring.
 */
@Capability(
        namespace = "org.vibrissa.bpf.map",
        attribute = {"map=vib_flow_ring", "access=rw", "schema:Long=1"})
@Capability(
        namespace = "org.vibrissa.bpf.map",
        attribute = {"map=vib_flow_counts", "access=rw", "schema:Long=1"})
@Capability(
        namespace = "org.vibrissa.bpf.map",
        attribute = {"map=vib_flow_settings", "access=rw", "schema:Long=1"})
@Capability(
        namespace = "org.vibrissa.bpf.map",
        attribute = {"map=vib_flow_limits", "access=rw", "schema:Long=1"})
@Requirement(namespace = "org.vibrissa.bpf.sdk", filter = "(abi=1)", effective = "active")
package org.vibrissa.flow.internal.kernel;

import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;

/**
 * The kernel's side: the maps of flow events, the stage of slot 28, the settings that both read.
 *
 * <p>Maps and stage outlive bundle and daemon: while neither runs, events wait in the ring, and
 * what finds no room there is counted. A start adopts ring and counts as they are.
 */
@Requirement(namespace = "org.vibrissa.bpf.sdk", filter = "(abi=1)", effective = "active")
package org.vibrissa.flow.internal.kernel;

import org.osgi.annotation.bundle.Requirement;

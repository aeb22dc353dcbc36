package org.vibrissa.datapath;

import org.vibrissa.bpf.BpfObject;

/**
 * A stage a bundle wants to run.
 *
 * @param object the loaded object that holds the stage; its maps stay the caller's
 * @param program the stage's program name; slot, chains and ABI are read from its contract record
 */
public record ClaimRequest(BpfObject object, String program) {}

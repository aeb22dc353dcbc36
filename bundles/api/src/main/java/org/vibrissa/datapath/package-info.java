/**
 * The composed datapath: chains of slots, who holds them, and the tables its stages read.
 *
 * <p>Problem: stages of different owners must share one packet walk, and any of them must be
 * replaceable while packets flow. Mechanism: one pinned PROG_ARRAY per chain; a claim overwrites
 * one slot with one map update after the candidate has passed conformance in a shadow array.
 * Invariant: a slot is never cleared on the hot path; release writes the no-op stage.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.datapath;

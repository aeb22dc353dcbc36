package org.vibrissa.bpf;

/**
 * What a program did since statistics were enabled.
 *
 * @param runs how often it ran
 * @param nanos time spent in it, nanoseconds
 */
public record ProgramStats(long runs, long nanos) {}

package org.vibrissa.bpf;

/**
 * What a reader has seen since it was opened. Records that a program could not reserve are not
 * among them: only the program can count those.
 *
 * @param records records given to the consumer
 * @param discarded records that the program gave back unused
 * @param bytes payload of the records, without headers
 * @param pending bytes that wait in the ring, headers included, also of records not yet committed
 */
public record RingCounters(long records, long discarded, long bytes, long pending) {}

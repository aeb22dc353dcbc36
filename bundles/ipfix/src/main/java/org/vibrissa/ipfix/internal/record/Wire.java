package org.vibrissa.ipfix.internal.record;

/**
 * How messages look.
 *
 * @param domain observation domain id
 * @param enterprise private enterprise number; 0 = standard elements only
 * @param messageSize bytes of the largest message
 * @param templateNanos time between two sendings of the templates over UDP
 */
public record Wire(long domain, long enterprise, int messageSize, long templateNanos) {}

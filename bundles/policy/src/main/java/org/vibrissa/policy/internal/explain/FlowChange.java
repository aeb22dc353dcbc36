package org.vibrissa.policy.internal.explain;

/**
 * A recorded flow whose verdict would be another. Its fields are what {@code policy preview -o
 * json} prints.
 *
 * @param source {@code ADDRESS:PORT} of who opened it
 * @param destination the same of the other end
 * @param protocol name or number
 * @param endpoint whose policies change it
 * @param direction as that endpoint sees it
 * @param now verdict in force
 * @param then verdict under what is previewed
 * @param rule that would decide; empty when none would
 * @param packets of the flow so far, both ways
 */
public record FlowChange(
        String source,
        String destination,
        String protocol,
        String endpoint,
        String direction,
        String now,
        String then,
        String rule,
        long packets) {}

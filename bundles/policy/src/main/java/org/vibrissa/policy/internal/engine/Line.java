package org.vibrissa.policy.internal.engine;

import org.vibrissa.policy.internal.rule.Direction;

/**
 * What a set says of packets with one identity: a row of the kernel's trie without set and
 * identity.
 *
 * @param protocol number, 0 with {@code bits} 0
 * @param bits of protocol and port that count: 0 = any protocol, 8 = any port, 8 + n = n bits of
 *     the port
 * @param port the bits that count, the others 0
 * @param deny whether it refuses
 * @param rule number of the rule it comes from
 */
public record Line(Direction direction, int protocol, int bits, int port, boolean deny, int rule) {
    static final int ANY_PROTOCOL = 0;
    static final int ANY_PORT = 8;

    /** Whether both are the same row with maybe another answer. */
    boolean sameKey(Line other) {
        return direction == other.direction
                && protocol == other.protocol
                && bits == other.bits
                && port == other.port;
    }

    /** Whether every packet of the other is one of this. */
    boolean covers(Line other) {
        if (direction != other.direction || bits > other.bits) {
            return false;
        }
        if (bits == ANY_PROTOCOL) {
            return true;
        }
        int free = 16 - Math.max(0, bits - ANY_PORT);
        return protocol == other.protocol && (port >>> free) == (other.port >>> free);
    }
}

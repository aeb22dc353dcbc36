package org.vibrissa.bpf;

import java.util.List;

/**
 * The fields of {@code struct __sk_buff} that a test run may set and reads back.
 *
 * @param mark {@code skb->mark}
 * @param priority {@code skb->priority}
 * @param ifindex device the packet is on; 0 = loopback. Resolved in the calling thread's network
 *     namespace
 * @param ingressIfindex device it came in by; 0 = none
 * @param cb five control words
 * @param wireLen length on the wire in bytes; 0 = that of the data
 * @param gsoSegs number of segments; 0 = no GSO
 * @param gsoSize size of a segment in bytes; 0 = no GSO
 */
public record SkbContext(
        int mark,
        int priority,
        int ifindex,
        int ingressIfindex,
        List<Integer> cb,
        int wireLen,
        int gsoSegs,
        int gsoSize) {
    /** All zero. */
    public static final SkbContext EMPTY =
            new SkbContext(0, 0, 0, 0, List.of(0, 0, 0, 0, 0), 0, 0, 0);

    public SkbContext {
        cb = List.copyOf(cb);
        if (cb.size() != 5) {
            throw new IllegalArgumentException("cb has 5 words, got " + cb.size());
        }
    }

    /** A copy with another mark. */
    public SkbContext withMark(int newMark) {
        return new SkbContext(
                newMark, priority, ifindex, ingressIfindex, cb, wireLen, gsoSegs, gsoSize);
    }

    /** A copy with another device. */
    public SkbContext withIfindex(int newIfindex) {
        return new SkbContext(
                mark, priority, newIfindex, ingressIfindex, cb, wireLen, gsoSegs, gsoSize);
    }

    /** A copy with other control words. */
    public SkbContext withCb(List<Integer> newCb) {
        return new SkbContext(
                mark, priority, ifindex, ingressIfindex, newCb, wireLen, gsoSegs, gsoSize);
    }
}

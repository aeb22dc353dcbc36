package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;

/** Port ranges as prefixes of 16 bits: the fewest, in rising order. */
final class PortPrefixes {
    private static final int BITS = 16;
    private static final int END = 1 << BITS;

    /**
     * All ports whose first {@code bits} bits are those of {@code port}.
     *
     * @param bits 0..16
     */
    record PortPrefix(int port, int bits) {}

    private PortPrefixes() {}

    static List<PortPrefix> of(int first, int last) {
        List<PortPrefix> prefixes = new ArrayList<>();
        int next = first;
        while (next <= last) {
            int size = next == 0 ? END : Integer.lowestOneBit(next);
            while (next + size - 1 > last) {
                size >>= 1;
            }
            prefixes.add(new PortPrefix(next, BITS - Integer.numberOfTrailingZeros(size)));
            next += size;
        }
        return prefixes;
    }
}

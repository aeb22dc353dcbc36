package org.vibrissa.policy.internal.kernel;

import java.util.Arrays;

/**
 * Which rows the map has and which of them refuse, at 16 bytes a row: the map itself tells neither
 * its size nor this without a system call for each row.
 */
final class RowKeys {
    private static final int SMALLEST = 1024;
    private static final long THERE = 1L << 62;
    private static final long DENY = 1L << 61;

    private long[] who = new long[SMALLEST];
    private long[] what = new long[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    boolean contains(PolicyKey key) {
        return what[find(who(key), what(key))] != 0;
    }

    /** Whether the row is there and refuses. */
    boolean denies(PolicyKey key) {
        return (what[find(who(key), what(key))] & DENY) != 0;
    }

    void put(PolicyKey key, boolean deny) {
        long left = who(key);
        long right = what(key);
        int at = find(left, right);
        if (what[at] == 0) {
            if (++size > who.length / 3 * 2) {
                grow();
                at = find(left, right);
            }
            who[at] = left;
        }
        what[at] = right | (deny ? DENY : 0);
    }

    void remove(PolicyKey key) {
        int hole = find(who(key), what(key));
        if (what[hole] == 0) {
            return;
        }
        size--;
        int mask = who.length - 1;
        for (int at = (hole + 1) & mask; what[at] != 0; at = (at + 1) & mask) {
            int home = home(who[at], what[at] & ~DENY);
            // what lies behind the hole moves into it unless its home is between the two
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                who[hole] = who[at];
                what[hole] = what[at];
                hole = at;
            }
        }
        what[hole] = 0;
    }

    void clear() {
        Arrays.fill(what, 0);
        size = 0;
    }

    private void grow() {
        long[] oldWho = who;
        long[] oldWhat = what;
        who = new long[oldWho.length * 2];
        what = new long[oldWho.length * 2];
        for (int i = 0; i < oldWho.length; i++) {
            if (oldWhat[i] != 0) {
                int at = find(oldWho[i], oldWhat[i] & ~DENY);
                who[at] = oldWho[i];
                what[at] = oldWhat[i];
            }
        }
    }

    /** Where it is, or the free place where it would be. */
    private int find(long left, long right) {
        int mask = who.length - 1;
        int at = home(left, right);
        while (what[at] != 0 && (who[at] != left || (what[at] & ~DENY) != right)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private int home(long left, long right) {
        long h = (left ^ (left >>> 29)) * 0x9e3779b97f4a7c15L ^ right;
        h = (h ^ (h >>> 32)) * 0x9e3779b97f4a7c15L;
        return (int) (h >>> 32) & (who.length - 1);
    }

    private static long who(PolicyKey key) {
        return (long) key.set() << 32 | key.identity() & 0xffffffffL;
    }

    private static long what(PolicyKey key) {
        return THERE
                | (long) key.direction().ordinal() << 40
                | (key.protocol() & 0x1ffL) << 24
                | (long) key.portBits() << 16
                | key.port();
    }
}

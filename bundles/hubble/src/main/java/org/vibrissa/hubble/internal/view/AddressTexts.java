package org.vibrissa.hubble.internal.view;

import java.nio.ByteBuffer;
import org.vibrissa.net.IpAddresses;

/**
 * Addresses as text; those seen lately are kept, as a few hosts make most flows. For one thread.
 */
final class AddressTexts {
    /** Power of two. */
    private static final int KEPT = 1024;

    private final int[] families = new int[KEPT];
    private final long[] highs = new long[KEPT];
    private final long[] lows = new long[KEPT];
    private final String[] texts = new String[KEPT];

    String text(int family, long high, long low) {
        int place = place(high, low);
        if (families[place] != family || highs[place] != high || lows[place] != low) {
            families[place] = family;
            highs[place] = high;
            lows[place] = low;
            texts[place] = format(family, high, low);
        }
        return texts[place];
    }

    private static int place(long high, long low) {
        long mixed = (high * 31 + low) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 40) & (KEPT - 1);
    }

    private static String format(int family, long high, long low) {
        if (family == 4) {
            return (low >>> 24 & 0xff)
                    + "."
                    + (low >>> 16 & 0xff)
                    + "."
                    + (low >>> 8 & 0xff)
                    + "."
                    + (low & 0xff);
        }
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return IpAddresses.format(IpAddresses.of(bytes));
    }
}

package org.vibrissa.hubble.internal.message;

/** MAC addresses as text; those seen lately are kept. For one thread. */
public final class MacTexts {
    /** Power of two. */
    private static final int KEPT = 256;

    private static final String DIGITS = "0123456789abcdef";

    private final long[] macs = new long[KEPT];
    private final String[] texts = new String[KEPT];

    public String text(long mac) {
        int place = (int) (mac * 0x9e3779b97f4a7c15L >>> 40) & (KEPT - 1);
        if (texts[place] == null || macs[place] != mac) {
            macs[place] = mac;
            texts[place] = format(mac);
        }
        return texts[place];
    }

    private static String format(long mac) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            if (shift < 40) {
                text.append(':');
            }
            int value = (int) (mac >>> shift) & 0xff;
            text.append(DIGITS.charAt(value >> 4)).append(DIGITS.charAt(value & 15));
        }
        return text.toString();
    }
}

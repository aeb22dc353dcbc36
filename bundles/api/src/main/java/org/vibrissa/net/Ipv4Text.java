package org.vibrissa.net;

/** The dotted quad, strictly: four decimal numbers 0 to 255 without leading zeros. */
final class Ipv4Text {

    private Ipv4Text() {}

    static byte[] parse(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            if (at == start || value > 255 || (at - start > 1 && text.charAt(start) == '0')) {
                throw bad(text);
            }
            bytes[i] = (byte) value;
            if (i < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                throw bad(text);
            }
        }
        if (at != text.length()) {
            throw bad(text);
        }
        return bytes;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "not an IP address: \"" + text + "\" (wanted such as 10.0.0.1 or fd00::1)");
    }
}

package org.vibrissa.net;

import java.util.Arrays;

/** IPv6 literals: read by RFC 4291 section 2.2 (no zone), written by RFC 5952. */
final class Ipv6Text {

    private Ipv6Text() {}

    static byte[] parse(String text) {
        byte[] bytes = new byte[16];
        int gap = text.indexOf("::");
        if (gap < 0) {
            if (fill(text, text, bytes) != 16) {
                throw bad(text);
            }
            return bytes;
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        byte[] end = new byte[16];
        int headLength = head.isEmpty() ? 0 : fill(text, head, bytes);
        int tailLength = tail.isEmpty() ? 0 : fill(text, tail, end);
        if (headLength + tailLength > 14 || head.indexOf('.') >= 0) {
            throw bad(text);
        }
        System.arraycopy(end, 0, bytes, 16 - tailLength, tailLength);
        return bytes;
    }

    /** Reads colon separated groups, the last of which may be a dotted quad; returns the bytes. */
    private static int fill(String whole, String part, byte[] into) {
        String[] groups = part.split(":", -1);
        int at = 0;
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            boolean quad = i == groups.length - 1 && group.indexOf('.') >= 0;
            if (at + (quad ? 4 : 2) > 16) {
                throw bad(whole);
            }
            if (quad) {
                System.arraycopy(quad(whole, group), 0, into, at, 4);
                at += 4;
            } else {
                int value = group(whole, group);
                into[at++] = (byte) (value >> 8);
                into[at++] = (byte) value;
            }
        }
        return at;
    }

    private static byte[] quad(String whole, String group) {
        try {
            return Ipv4Text.parse(group);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(bad(whole).getMessage(), e);
        }
    }

    private static int group(String whole, String group) {
        if (group.isEmpty() || group.length() > 4) {
            throw bad(whole);
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw bad(whole);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String format(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        if (Arrays.equals(groups, 0, 6, new int[] {0, 0, 0, 0, 0, 0xffff}, 0, 6)) {
            return "::ffff:%d.%d.%d.%d"
                    .formatted(
                            bytes[12] & 0xff, bytes[13] & 0xff, bytes[14] & 0xff, bytes[15] & 0xff);
        }
        int start = 8;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (i > 0 && i != start + length) {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("not an IPv6 address: \"" + text + "\"");
    }
}

package org.vibrissa.datapath.internal.packet;

/** The Internet checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /**
     * Adds {@code length} bytes as big-endian 16-bit words; an odd last byte counts as high byte.
     */
    static int add(int sum, byte[] data, int offset, int length) {
        int total = sum;
        for (int i = 0; i < length; i += 2) {
            int high = data[offset + i] & 0xff;
            int low = i + 1 < length ? data[offset + i + 1] & 0xff : 0;
            total += (high << 8) | low;
            total = (total & 0xffff) + (total >>> 16);
        }
        return total;
    }

    static int finish(int sum) {
        int folded = (sum & 0xffff) + (sum >>> 16);
        return ~(folded + (folded >>> 16)) & 0xffff;
    }
}

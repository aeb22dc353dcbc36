package org.vibrissa.net;

/**
 * An Ethernet address.
 *
 * @param bits the six octets as the low 48 bits, the first octet highest
 */
public record MacAddress(long bits) {

    /** {@code 00:00:00:00:00:00}. */
    public static final MacAddress ZERO = new MacAddress(0);

    /** {@code ff:ff:ff:ff:ff:ff}. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    /**
     * @throws IllegalArgumentException when a bit above the 48th is set
     */
    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException(
                    "a MAC address has 48 bits, not 0x" + Long.toHexString(bits));
        }
    }

    /**
     * Reads six octets of two hexadecimal digits each, separated by colons.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static MacAddress parse(String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException(
                    "not a MAC address: \"" + text + "\" (wanted such as 02:00:5e:00:53:01)");
        }
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /**
     * An address from six bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        long bits = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xff);
        }
        return new MacAddress(bits);
    }

    /** The six octets, a fresh array. */
    public byte[] toBytes() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (bits >> (40 - 8 * i));
        }
        return bytes;
    }

    /** Whether the group bit is set (multicast and broadcast); no interface may have such. */
    public boolean isMulticast() {
        return (bits >> 40 & 1) != 0;
    }

    /** Whether the address was assigned by software, not by a vendor. */
    public boolean isLocallyAdministered() {
        return (bits >> 40 & 2) != 0;
    }

    /** Lower case, colon separated. */
    @Override
    public String toString() {
        byte[] b = toBytes();
        return "%02x:%02x:%02x:%02x:%02x:%02x".formatted(b[0], b[1], b[2], b[3], b[4], b[5]);
    }
}

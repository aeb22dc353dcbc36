package org.vibrissa.hubble.internal.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The name of an event: made of its node, the boot and its sequence, so that the same event has the
 * same name for every client, after every reconnect and every restart of the daemon. A UUID of
 * version 8 (RFC 9562). Immutable.
 */
public final class EventUuid {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int LENGTH = 36;
    private static final long VERSION = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long SEQUENCE = 0x3fff_ffff_ffff_ffffL;

    private final long high;

    /**
     * The names of a node's events.
     *
     * @param epoch changes when sequences begin anew
     */
    public EventUuid(String node, String epoch) {
        byte[] digest;
        try {
            digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((node + "\n" + epoch).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
        high = ByteBuffer.wrap(digest).getLong() & ~0xf000L | VERSION;
    }

    /** Those since this machine was booted: the kernel's maps, which count them, last as long. */
    public static EventUuid ofThisBoot(String node) throws IOException {
        return new EventUuid(node, Files.readString(BOOT, StandardCharsets.US_ASCII).trim());
    }

    public String of(long sequence) {
        return new UUID(high, VARIANT | sequence & SEQUENCE).toString();
    }

    /** The same in ASCII. */
    public byte[] encoded(long sequence) {
        byte[] text = new byte[LENGTH];
        hex(high, text, 0, 64, 32);
        hex(high, text, 9, 32, 16);
        hex(high, text, 14, 16, 0);
        long low = VARIANT | sequence & SEQUENCE;
        hex(low, text, 19, 64, 48);
        hex(low, text, 24, 48, 0);
        text[8] = '-';
        text[13] = '-';
        text[18] = '-';
        text[23] = '-';
        return text;
    }

    /** The digits of the bits from one place down to another. */
    private static void hex(long value, byte[] text, int at, int from, int to) {
        int place = at;
        for (int bit = from - 4; bit >= to; bit -= 4) {
            int digit = (int) (value >>> bit) & 15;
            text[place++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    /** The sequence that is called so; -1 when it is no event of this node and boot. */
    public long sequence(String text) {
        UUID uuid;
        try {
            uuid = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return -1;
        }
        boolean ours =
                uuid.getMostSignificantBits() == high
                        && (uuid.getLeastSignificantBits() & ~SEQUENCE) == VARIANT
                        // Java reads short groups too; a name has one spelling.
                        && uuid.toString().equals(text);
        return ours ? uuid.getLeastSignificantBits() & SEQUENCE : -1;
    }
}

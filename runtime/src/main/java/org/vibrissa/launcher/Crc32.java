package org.vibrissa.launcher;

import java.util.HexFormat;
import java.util.zip.CRC32;

/** CRC-32 in hex. Native code computes it even before any code is compiled, unlike a SHA-256. */
public final class Crc32 {
    private Crc32() {}

    /** 8 lower case hex digits. */
    public static String of(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}

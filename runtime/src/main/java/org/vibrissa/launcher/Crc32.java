package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** CRC-32 in hex. Native code computes it even before any code is compiled, unlike a SHA-256. */
public final class Crc32 {
    private static final int BLOCK_BYTES = 128 * 1024;

    private Crc32() {}

    /** 8 lower case hex digits. */
    public static String of(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return hex(crc);
    }

    /** Of a file, whatever its size: no more than a block of it is in memory. */
    static String of(Path file) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(block) >= 0) {
                crc.update(block.flip());
                block.clear();
            }
        }
        return hex(crc);
    }

    private static String hex(CRC32 crc) {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}

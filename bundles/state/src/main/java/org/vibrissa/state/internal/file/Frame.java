package org.vibrissa.state.internal.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of both file kinds, big-endian.
 *
 * <pre>
 * header: magic[8] generation[8] crc32c(magic, generation)[4]
 * record: length[4] crc32c(payload)[4] payload[length]
 * mark:   "COMT"[4] crc32c(generation, position)[4]
 * </pre>
 *
 * <p>In the log, a mark follows each record. It is written, into space that the record's write has
 * reserved, after the record is known to be durable: whatever stands before an intact mark was
 * acknowledged once, so damage there is corruption and never a torn write.
 */
final class Frame {
    static final byte[] LOG = "VIBWAL01".getBytes(StandardCharsets.US_ASCII);
    static final byte[] SNAPSHOT = "VIBSNP01".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER = 20;
    static final int RECORD = 8;
    static final int MARK = 8;

    /** Largest payload: what is longer is no length but damage. */
    static final int MAX_PAYLOAD = 64 << 20;

    private static final int MARK_MAGIC = 0x434f4d54;

    private Frame() {}

    static byte[] header(byte[] magic, long generation) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER).put(magic).putLong(generation);
        return buffer.putInt(crc(buffer.array(), 0, HEADER - 4)).array();
    }

    static boolean isHeader(byte[] file, byte[] magic, long generation) {
        return file.length >= HEADER
                && Arrays.equals(file, 0, HEADER, header(magic, generation), 0, HEADER);
    }

    /** A record with {@code reserve} zero bytes after it. */
    static byte[] record(byte[] payload, int reserve) {
        return ByteBuffer.allocate(RECORD + payload.length + reserve)
                .putInt(payload.length)
                .putInt(crc(payload, 0, payload.length))
                .put(payload)
                .array();
    }

    static byte[] mark(long generation, long position) {
        byte[] place = ByteBuffer.allocate(16).putLong(generation).putLong(position).array();
        return ByteBuffer.allocate(MARK).putInt(MARK_MAGIC).putInt(crc(place, 0, 16)).array();
    }

    static boolean isMark(byte[] file, int position, long generation) {
        return position + MARK <= file.length
                && ByteBuffer.wrap(file).getInt(position) == MARK_MAGIC
                && Arrays.equals(
                        file, position, position + MARK, mark(generation, position), 0, MARK);
    }

    /** What is wrong with the record at a position; empty when it is whole and intact. */
    static String problem(byte[] file, int position) {
        if (position + RECORD > file.length) {
            return "the file ends within a record's head";
        }
        ByteBuffer buffer = ByteBuffer.wrap(file);
        int length = buffer.getInt(position);
        if (length <= 0 || length > MAX_PAYLOAD) {
            return "a record cannot have the length " + Integer.toUnsignedString(length);
        }
        if (length > file.length - position - RECORD) {
            return "the file ends within a record of " + length + " bytes";
        }
        return crc(file, position + RECORD, length) == buffer.getInt(position + 4)
                ? ""
                : "a record of " + length + " bytes does not match its checksum";
    }

    /** The payload of an intact record. */
    static byte[] payload(byte[] file, int position) {
        int length = ByteBuffer.wrap(file).getInt(position);
        return Arrays.copyOfRange(file, position + RECORD, position + RECORD + length);
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}

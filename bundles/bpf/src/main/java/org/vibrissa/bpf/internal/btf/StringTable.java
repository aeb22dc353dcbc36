package org.vibrissa.bpf.internal.btf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * NUL-terminated names by offset. A hostile file may point every type into one long string, so a
 * name's length and the sum of all decoded names are bounded.
 */
final class StringTable {
    private static final int LONGEST_NAME = 1024;

    private final ByteRange bytes;
    private final Map<Long, String> decoded = new HashMap<>();
    private long budget;

    StringTable(ByteRange bytes) {
        this.bytes = bytes;
        this.budget = 16L * bytes.length() + LONGEST_NAME;
    }

    /**
     * The name at {@code offset}; {@code from} is the file offset of the field that points here.
     */
    String get(long offset, long from) {
        String known = decoded.get(offset);
        if (known != null) {
            return known;
        }
        if (offset >= bytes.length()) {
            throw new MalformedObjectException(
                    from,
                    "name offset " + offset + " is outside of " + bytes.length() + " string bytes");
        }
        byte[] name = new byte[LONGEST_NAME];
        int length = 0;
        for (int b; (b = bytes.u8(offset + length)) != 0; length++) {
            if (length == LONGEST_NAME) {
                throw bytes.malformed(offset, "name longer than " + LONGEST_NAME + " bytes");
            }
            name[length] = (byte) b;
        }
        budget -= length;
        if (budget < 0) {
            throw bytes.malformed(offset, "names overlap more than any compiler writes them");
        }
        String text = new String(name, 0, length, StandardCharsets.UTF_8);
        decoded.put(offset, text);
        return text;
    }
}

package org.vibrissa.bpf.internal.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A window on the file whose every read is bounds-checked and whose errors name the offset in the
 * file, not in the window.
 */
final class ByteRange {
    private final ByteBuffer bytes;
    private final long base;
    private final String what;

    private ByteRange(ByteBuffer bytes, long base, String what) {
        this.bytes = bytes;
        this.base = base;
        this.what = what;
    }

    static ByteRange of(byte[] file, ByteOrder order, String what) {
        return new ByteRange(ByteBuffer.wrap(file).order(order), 0, what);
    }

    int length() {
        return bytes.limit();
    }

    ByteOrder order() {
        return bytes.order();
    }

    /** Place in the file of byte {@code at} of this window. */
    long fileOffset(long at) {
        return base + at;
    }

    /** A window inside this one; {@code name} says in errors what it holds. */
    ByteRange slice(long at, long length, String name) {
        if (at < 0 || length < 0 || at > length() || length > length() - at) {
            throw malformed(
                    at,
                    String.format(
                            "%s of %s bytes does not fit in %s of %d bytes",
                            name, Long.toUnsignedString(length), what, length()));
        }
        ByteBuffer part = bytes.slice((int) at, (int) length).order(bytes.order());
        return new ByteRange(part, base + at, name);
    }

    int u8(long at) {
        return bytes.get(check(at, 1)) & 0xff;
    }

    int u16(long at) {
        return bytes.getShort(check(at, 2)) & 0xffff;
    }

    int s32(long at) {
        return bytes.getInt(check(at, 4));
    }

    long u32(long at) {
        return s32(at) & 0xffff_ffffL;
    }

    long s64(long at) {
        return bytes.getLong(check(at, 8));
    }

    byte[] toArray() {
        byte[] copy = new byte[length()];
        bytes.get(0, copy);
        return copy;
    }

    MalformedObjectException malformed(long at, String problem) {
        return new MalformedObjectException(fileOffset(at), problem);
    }

    private int check(long at, int size) {
        if (at < 0 || at > (long) length() - size) {
            throw malformed(at, what + " ends before a field of " + size + " bytes");
        }
        return (int) at;
    }
}

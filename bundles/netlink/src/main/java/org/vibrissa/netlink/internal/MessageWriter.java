package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one netlink message at a time into a buffer that is used again and again. Multi-byte
 * values are in this machine's order, as netlink wants them.
 */
final class MessageWriter {
    private static final int NLA_F_NESTED = 0x8000;
    private static final int CAPACITY = 60 * 1024;

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());

    /** Starts a message; its header is completed by {@link #finish}. */
    MessageWriter begin(int type, int flags, int sequence) {
        buffer.clear();
        buffer.putInt(0).putShort((short) type).putShort((short) flags);
        buffer.putInt(sequence).putInt(0);
        return this;
    }

    MessageWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    MessageWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    MessageWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    MessageWriter attribute(int type, byte[] value) {
        int length = 4 + value.length;
        room(align(length)).putShort((short) length).putShort((short) type).put(value);
        return pad();
    }

    MessageWriter attribute(int type, InetAddress value) {
        return attribute(type, value.getAddress());
    }

    /** A string with its final NUL. */
    MessageWriter attribute(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    MessageWriter attribute8(int type, int value) {
        return attribute(type, new byte[] {(byte) value});
    }

    MessageWriter attribute32(int type, int value) {
        room(8).putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    /** A 16-bit value in network order, whatever this machine's order is. */
    MessageWriter attributeBigEndian16(int type, int value) {
        return attribute(type, new byte[] {(byte) (value >> 8), (byte) value});
    }

    /** Starts an attribute made of attributes; ended by {@link #end} with the returned mark. */
    int nest(int type) {
        int mark = buffer.position();
        room(4).putShort((short) 0).putShort((short) (type | NLA_F_NESTED));
        return mark;
    }

    /** Starts something with a 16-bit length at its front other than a nested attribute. */
    int start() {
        int mark = buffer.position();
        u16(0);
        return mark;
    }

    void end(int mark) {
        buffer.putShort(mark, (short) (buffer.position() - mark));
    }

    /** Completes the message: from the first byte to the returned buffer's limit. */
    ByteBuffer finish() {
        buffer.putInt(0, buffer.position());
        return buffer.flip();
    }

    /** The type of the attribute at that offset of the message finished last, or -1. */
    int attributeTypeAt(int offset) {
        boolean within = offset >= Message.HEADER && offset <= buffer.limit() - 4;
        return within ? buffer.getShort(offset + 2) & Attributes.TYPE_MASK : -1;
    }

    private MessageWriter pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            throw new IllegalArgumentException(
                    "the request does not fit in " + CAPACITY + " bytes",
                    new BufferOverflowException());
        }
        return buffer;
    }

    static int align(int length) {
        return length + 3 & ~3;
    }
}

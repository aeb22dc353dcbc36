package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;

/**
 * One message from the kernel.
 *
 * @param type its type
 * @param flags its flags
 * @param sequence the request it answers, 0 for events
 * @param payload what follows the header; valid until the next datagram is received
 */
record Message(int type, int flags, int sequence, ByteBuffer payload) {
    static final int HEADER = 16;
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int OVERRUN = 4;

    /**
     * Takes the next message off a datagram, moving its position past it.
     *
     * @throws MalformedMessage when the rest of the datagram is no message
     */
    static Message take(ByteBuffer datagram) {
        int start = datagram.position();
        if (datagram.remaining() < HEADER) {
            throw new MalformedMessage(datagram.remaining() + " bytes where a message must start");
        }
        int length = datagram.getInt(start);
        if (length < HEADER || length > datagram.remaining()) {
            throw new MalformedMessage(
                    "message length %d with %d bytes left".formatted(length, datagram.remaining()));
        }
        ByteBuffer payload = Attributes.slice(datagram, start + HEADER, length - HEADER);
        datagram.position(Math.min(start + MessageWriter.align(length), datagram.limit()));
        return new Message(
                datagram.getShort(start + 4) & 0xffff,
                datagram.getShort(start + 6) & 0xffff,
                datagram.getInt(start + 8),
                payload);
    }

    /**
     * Checks that the payload has at least that many bytes of fixed header.
     *
     * @throws MalformedMessage when it has not
     */
    ByteBuffer header(int bytes) {
        if (payload.limit() < bytes) {
            throw new MalformedMessage(
                    "message of type %d has %d bytes, its header %d"
                            .formatted(type, payload.limit(), bytes));
        }
        return payload;
    }

    /** The attributes after a fixed header of that many bytes. */
    Attributes attributes(int headerBytes) {
        header(headerBytes);
        return Attributes.of(Attributes.slice(payload, headerBytes, payload.limit() - headerBytes));
    }

    /** The address family, which is the first byte of every rtnetlink payload. */
    int family() {
        return header(1).get(0) & 0xff;
    }
}

package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.vibrissa.netlink.NetlinkException;

/**
 * The kernel's answer that ends a request: NLMSG_ERROR (also for success) or NLMSG_DONE.
 *
 * @param errno positive, 0 for success
 * @param text the kernel's words; on success a warning; empty mostly
 * @param offset of the attribute objected to, from the request's start, or -1
 * @param missing number of the attribute that was left out, or -1
 */
record Acknowledgement(int errno, String text, int offset, int missing) {
    private static final int FLAG_CAPPED = 0x100;
    private static final int FLAG_ATTRIBUTES = 0x200;
    private static final int ATTR_TEXT = 1;
    private static final int ATTR_OFFSET = 2;
    private static final int ATTR_MISSING_TYPE = 5;

    /**
     * Reads an answer of either type.
     *
     * @throws MalformedMessage when it is too short
     */
    static Acknowledgement of(Message message) {
        ByteBuffer payload = message.payload();
        if (message.type() == Message.DONE && payload.limit() < 4) {
            return new Acknowledgement(0, "", -1, -1);
        }
        int error = message.header(4).getInt(0);
        int errno = error == Integer.MIN_VALUE ? Errno.EBADMSG : Math.abs(error);
        if ((message.flags() & FLAG_ATTRIBUTES) == 0) {
            return new Acknowledgement(errno, "", -1, -1);
        }
        Attributes attributes = message.attributes(attributesStart(message));
        return new Acknowledgement(
                errno,
                attributes.text(ATTR_TEXT),
                orNone(attributes.u32(ATTR_OFFSET)),
                orNone(attributes.u32(ATTR_MISSING_TYPE)));
    }

    /** After an NLMSG_ERROR's errno comes the request's header, unless capped its body too. */
    private static int attributesStart(Message message) {
        if (message.type() == Message.DONE) {
            return 4;
        }
        ByteBuffer payload = message.header(4 + Message.HEADER);
        if ((message.flags() & FLAG_CAPPED) != 0) {
            return 4 + Message.HEADER;
        }
        int original = payload.getInt(4);
        if (original < Message.HEADER || original > payload.limit() - 4) {
            throw new MalformedMessage("quoted request of " + original + " bytes");
        }
        return 4 + MessageWriter.align(original);
    }

    private static int orNone(OptionalInt value) {
        return value.orElse(-1);
    }

    NetlinkException toException(String request, MessageWriter sent) {
        int type = offset >= 0 ? sent.attributeTypeAt(offset) : missing;
        return new NetlinkException(
                request, errno, Errno.name(errno), Libc.strerror(errno), text, offset, type);
    }
}

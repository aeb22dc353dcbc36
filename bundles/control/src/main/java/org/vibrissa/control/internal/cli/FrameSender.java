package org.vibrissa.control.internal.cli;

import io.netty.buffer.ByteBuf;
import org.vibrissa.control.internal.server.BlockingWriter;

/** Sends frames at the client's pace. */
final class FrameSender {
    private final BlockingWriter writer;

    FrameSender(BlockingWriter writer) {
        this.writer = writer;
    }

    void send(char type, byte[] bytes) {
        send(type, bytes, 0, bytes.length);
    }

    void send(char type, byte[] bytes, int offset, int length) {
        writer.write(frame(writer.buffer(Frame.HEADER + length), type, bytes, offset, length));
    }

    static ByteBuf frame(ByteBuf into, char type, byte[] bytes, int offset, int length) {
        return into.writeByte(type).writeInt(length).writeBytes(bytes, offset, length);
    }
}

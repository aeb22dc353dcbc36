package org.vibrissa.control.internal.cli;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Bytes to frames; what is no frame is refused at its first byte. */
public final class FrameDecoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int type = in.getUnsignedByte(in.readerIndex());
        if (!Frame.fromClient(type)) {
            in.skipBytes(in.readableBytes());
            throw new CorruptedFrameException(
                    String.format("frame type 0x%02x is not one of A I f F S", type));
        }
        if (in.readableBytes() < Frame.HEADER) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex() + 1);
        if (length > Frame.MAX_PAYLOAD) {
            in.skipBytes(in.readableBytes());
            throw new CorruptedFrameException(
                    String.format(
                            "frame %c has %d bytes, the limit is %d",
                            type, length, Frame.MAX_PAYLOAD));
        }
        if (in.readableBytes() < Frame.HEADER + length) {
            return;
        }
        byte[] payload = new byte[(int) length];
        in.skipBytes(Frame.HEADER).readBytes(payload);
        out.add(new Frame((char) type, payload));
    }
}

package org.vibrissa.fleet.internal.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline's end: what nobody has handled ends the connection. */
final class LastResort extends ChannelInboundHandlerAdapter {
    static final String NAME = "end";
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a failed close is a closed connection
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection with {} failed", context.channel().remoteAddress(), cause);
        context.close();
    }
}

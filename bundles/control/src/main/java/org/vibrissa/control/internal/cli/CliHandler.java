package org.vibrissa.control.internal.cli;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Peer;
import org.vibrissa.control.internal.server.BlockingWriter;
import org.vibrissa.control.internal.server.ClientGone;
import org.vibrissa.control.internal.server.MemoryBudget;
import org.vibrissa.control.internal.server.Workers;
import org.vibrissa.runtime.Node;

/** One client after the upgrade: waits for its arguments, runs the command, passes frames. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class CliHandler extends SimpleChannelInboundHandler<Frame> {
    private static final Logger AUDIT = LoggerFactory.getLogger("org.vibrissa.control.audit");
    private static final int ARGUMENTS_WITHIN_S = 10;
    private static final int LINGER_S = 10;

    private final CommandLoop loop;
    private final Workers workers;
    private final Node node;
    private final Peer peer;
    private final Channel channel;
    private final FrameSender sender;
    private final ClientFiles files;
    private final Cancellation cancellation = new Cancellation();
    private boolean started;

    /** For one channel. */
    public CliHandler(
            CommandLoop loop,
            Workers workers,
            MemoryBudget budget,
            Node node,
            Peer peer,
            Channel channel,
            BlockingWriter writer) {
        this.loop = loop;
        this.workers = workers;
        this.node = node;
        this.peer = peer;
        this.channel = channel;
        sender = new FrameSender(writer);
        files = new ClientFiles(sender, budget, on -> channel.config().setAutoRead(on));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (!started) {
                                refuse("no arguments within " + ARGUMENTS_WITHIN_S + " s");
                            }
                        },
                        ARGUMENTS_WITHIN_S,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        if (frame.type() == Frame.ARGUMENTS) {
            start(frame.payload());
        } else if (!started) {
            refuse("frame " + frame.type() + " before the arguments");
        } else if (frame.type() == Frame.SIGNAL) {
            cancellation.cancel(frame.payload().length == 0 ? 2 : frame.payload()[0]);
        } else {
            files.received(frame);
        }
    }

    private void start(byte[] payload) {
        if (started) {
            refuse("arguments were sent twice");
            return;
        }
        started = true;
        Arguments arguments;
        try {
            arguments = Arguments.parse(payload);
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage());
            return;
        }
        if (!workers.offer(() -> run(arguments))) {
            refuse("the daemon is busy with other commands; try again in a moment");
        }
    }

    private void run(Arguments arguments) {
        long begun = System.nanoTime();
        int code = cancellation.exitCode();
        try {
            if (cancellation.begin()) {
                CliSession session =
                        new CliSession(arguments, peer, node, sender, files, cancellation);
                code = loop.run(arguments.argv(), session);
                code = cancellation.cancelled() ? cancellation.exitCode() : code;
                session.flush();
            }
        } catch (ClientGone e) {
            code = cancellation.exitCode();
        } finally {
            cancellation.end();
            files.release();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            AUDIT.info("{} exit={} ms={} {}", peer, code, millis, arguments.logLine());
            exit(Optional.empty(), code);
        }
    }

    private void refuse(String why) {
        AUDIT.warn("{} refused: {}", peer, why);
        exit(Optional.of("vibrissa: " + why + "\n"), CommandFailed.FAILED);
    }

    private void exit(Optional<String> message, int code) {
        ByteBuf last = channel.alloc().heapBuffer();
        message.map(text -> text.getBytes(StandardCharsets.UTF_8))
                .ifPresent(t -> FrameSender.frame(last, Frame.STDERR, t, 0, t.length));
        FrameSender.frame(last, Frame.EXIT, new byte[] {(byte) code}, 0, 1);
        if (files.unfinished()) {
            // The client is sending and does not listen: a close now would lose the message.
            files.release();
            channel.writeAndFlush(last);
            channel.eventLoop().schedule(() -> channel.close(), LINGER_S, TimeUnit.SECONDS);
        } else {
            channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        started = true;
        cancellation.cancel(0);
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof io.netty.handler.codec.DecoderException && channel.isActive()) {
            cancellation.cancel(0);
            refuse("protocol error: " + cause.getMessage());
        } else {
            AUDIT.debug("{} connection failed", peer, cause);
            channel.close();
        }
    }
}

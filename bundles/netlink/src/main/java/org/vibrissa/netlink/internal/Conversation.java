package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.netlink.NetlinkException;

/** Requests and their answers over one socket, one after the other. */
final class Conversation implements AutoCloseable {
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int APPEND = 0x800;

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int REQUEST = 0x01;
    private static final int ACK = 0x04;
    private static final int DUMP = 0x300;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int DUMP_ATTEMPTS = 64;
    private static final int TIMEOUT_SECONDS = 30;

    private final RouteSocket socket;
    private final MessageWriter writer = new MessageWriter();
    private int sequence;
    private boolean closed;

    private Conversation(RouteSocket socket) {
        this.socket = socket;
    }

    /** Opens one in the namespace of the calling thread. */
    static Conversation open() {
        RouteSocket socket = RouteSocket.open();
        try {
            return new Conversation(socket.forRequests(TIMEOUT_SECONDS));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for something to be done and waits until it is. */
    void ask(String request, int type, int flags, Consumer<MessageWriter> body) {
        ask(request, type, flags, body, reply -> {});
    }

    /**
     * Asks for one thing.
     *
     * @return what was decoded from the reply
     */
    <T> Optional<T> get(
            String request,
            int type,
            Consumer<MessageWriter> body,
            Function<Message, Optional<T>> decode) {
        List<T> found = new ArrayList<>(1);
        ask(request, type, 0, body, reply -> decode.apply(reply).ifPresent(found::add));
        return found.stream().findFirst();
    }

    private synchronized void ask(
            String request,
            int type,
            int flags,
            Consumer<MessageWriter> body,
            Consumer<Message> onReply) {
        exchange(request, type, flags | REQUEST | ACK, body, onReply);
    }

    /** Lists; begins anew when a concurrent change made the answer inconsistent. */
    synchronized <T> List<T> dump(
            String request,
            int type,
            Consumer<MessageWriter> body,
            Function<Message, Optional<T>> decode) {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            List<T> found = new ArrayList<>();
            boolean consistent =
                    exchange(
                            request,
                            type,
                            REQUEST | DUMP,
                            body,
                            reply -> decode.apply(reply).ifPresent(found::add));
            if (consistent) {
                return found;
            }
        }
        throw Errno.of(
                request,
                Errno.EINTR,
                "changed during each of " + DUMP_ATTEMPTS + " attempts to list it");
    }

    /** Returns whether the answer is consistent. */
    private boolean exchange(
            String request,
            int type,
            int flags,
            Consumer<MessageWriter> body,
            Consumer<Message> onReply) {
        if (closed) {
            throw new IllegalStateException(request + ": the netlink handle is closed");
        }
        int mine = ++sequence;
        body.accept(writer.begin(type, flags, mine));
        socket.send(request, writer.finish());
        try {
            return readAnswer(request, mine, onReply);
        } catch (MalformedMessage e) {
            NetlinkException bad = Errno.of(request, Errno.EBADMSG, e.getMessage());
            bad.initCause(e);
            throw bad;
        }
    }

    private boolean readAnswer(String request, int mine, Consumer<Message> onReply) {
        boolean consistent = true;
        while (true) {
            ByteBuffer datagram = receive(request);
            while (datagram.hasRemaining()) {
                Message message = Message.take(datagram);
                if (message.sequence() != mine) {
                    continue;
                }
                consistent &= (message.flags() & DUMP_INTERRUPTED) == 0;
                if (message.type() == Message.ERROR || message.type() == Message.DONE) {
                    conclude(request, Acknowledgement.of(message));
                    return consistent;
                }
                if (consistent) {
                    onReply.accept(message);
                }
            }
        }
    }

    private ByteBuffer receive(String request) {
        try {
            return socket.receive(request);
        } catch (NetlinkException e) {
            if (e.errno() == Errno.EAGAIN) {
                NetlinkException late =
                        Errno.of(
                                request,
                                Errno.ETIMEDOUT,
                                "no answer from the kernel in " + TIMEOUT_SECONDS + " s");
                late.initCause(e);
                throw late;
            }
            throw e;
        }
    }

    private void conclude(String request, Acknowledgement answer) {
        if (answer.errno() != 0) {
            throw answer.toException(request, writer);
        }
        if (!answer.text().isEmpty()) {
            LOG.warn("{}: done, but the kernel says: {}", request, answer.text());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            socket.close();
        }
    }
}

package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Rtnetlink;

/** One thread that reads a socket's multicasts and gives them to a listener until it is closed. */
final class EventStream implements Rtnetlink.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final String REQUEST = "receive rtnetlink events";
    private static final int EFD_CLOEXEC = Libc.O_CLOEXEC;
    private static final short POLLIN = 1;
    private static final int MOST_DISCARDED = 1 << 20;
    private static final byte[] ONE = {1, 1, 1, 1, 1, 1, 1, 1};

    private final RouteSocket socket;
    private final Consumer<NetlinkEvent> listener;
    private final Consumer<EventStream> onEnd;
    private final Thread thread;
    private final Object wakeLock = new Object();
    private int wake;
    private volatile boolean closing;
    private long resyncs;

    private EventStream(
            RouteSocket socket,
            int wake,
            String threadName,
            Consumer<NetlinkEvent> listener,
            Consumer<EventStream> onEnd) {
        this.socket = socket;
        this.wake = wake;
        this.listener = listener;
        this.onEnd = onEnd;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /**
     * Takes over the socket; nothing is delivered before {@link #begin}.
     *
     * @param onEnd called once when the thread ends
     */
    static EventStream on(
            RouteSocket socket,
            String threadName,
            Consumer<NetlinkEvent> listener,
            Consumer<EventStream> onEnd) {
        int wake = Libc.eventfd(0, EFD_CLOEXEC);
        if (wake < 0) {
            NetlinkException failure = Errno.last("subscribe to rtnetlink events (eventfd)");
            socket.close();
            throw failure;
        }
        return new EventStream(socket, wake, threadName, listener, onEnd);
    }

    void begin() {
        thread.start();
    }

    private void run() {
        try {
            ByteBuffer polled = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            while (!closing) {
                polled.putInt(0, socket.fd()).putShort(4, POLLIN).putShort(6, (short) 0);
                polled.putInt(8, wake).putShort(12, POLLIN).putShort(14, (short) 0);
                int ready = Libc.poll(polled, 2, -1);
                if (ready < 0 && Libc.errno() != Errno.EINTR) {
                    throw Errno.last("wait for rtnetlink events");
                }
                if (!closing && ready > 0 && polled.getShort(6) != 0) {
                    receive();
                }
            }
        } catch (RuntimeException e) {
            LOG.error("{} ended: {}", thread.getName(), e.getMessage(), e);
            deliver(resync("the subscription ended: " + e.getMessage()));
        } finally {
            release();
            onEnd.accept(this);
        }
    }

    private void release() {
        synchronized (wakeLock) {
            socket.close();
            Libc.close(wake);
            wake = -1;
        }
    }

    private void receive() {
        ByteBuffer datagram;
        try {
            datagram = socket.receiveNow(REQUEST);
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENOBUFS) {
                discardQueue();
                deliver(resync("the kernel's event queue overflowed"));
            } else if (e.errno() == Errno.EMSGSIZE) {
                deliver(resync("an event was larger than the buffer"));
            } else if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
            return;
        }
        try {
            while (datagram.hasRemaining() && !closing) {
                EventDecoder.decode(Message.take(datagram)).ifPresent(this::deliver);
            }
        } catch (MalformedMessage e) {
            deliver(resync("an event could not be read: " + e.getMessage()));
        }
    }

    /** What is still queued is older than the loss: after a resync it would only mislead. */
    private void discardQueue() {
        for (int i = 0; i < MOST_DISCARDED && !closing; i++) {
            try {
                socket.receiveNow(REQUEST);
            } catch (NetlinkException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.EMSGSIZE) {
                    throw e;
                }
            }
        }
    }

    private NetlinkEvent resync(String reason) {
        resyncs++;
        return new NetlinkEvent.Resync(reason, resyncs);
    }

    private void deliver(NetlinkEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed on {}", thread.getName(), event, e);
        }
    }

    @Override
    public void close() {
        closing = true;
        synchronized (wakeLock) {
            if (wake >= 0 && Libc.write(wake, ONE, ONE.length) < 0) {
                throw Errno.last("end " + thread.getName());
            }
        }
        boolean interrupted = false;
        while (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the messages mean. */
    static final class EventDecoder {
        private EventDecoder() {}

        static Optional<NetlinkEvent> decode(Message message) {
            return switch (message.type()) {
                case Rtm.NEWLINK -> link(message).map(NetlinkEvent.LinkChanged::new);
                case Rtm.DELLINK -> link(message).map(NetlinkEvent.LinkRemoved::new);
                case Rtm.NEWADDR ->
                        AddressCodec.decode(message).map(NetlinkEvent.AddressChanged::new);
                case Rtm.DELADDR ->
                        AddressCodec.decode(message).map(NetlinkEvent.AddressRemoved::new);
                case Rtm.NEWROUTE ->
                        RouteDecoder.decode(message).map(NetlinkEvent.RouteChanged::new);
                case Rtm.DELROUTE ->
                        RouteDecoder.decode(message).map(NetlinkEvent.RouteRemoved::new);
                case Rtm.NEWNEIGH ->
                        NeighbourCodec.decode(message).map(NetlinkEvent.NeighbourChanged::new);
                case Rtm.DELNEIGH ->
                        NeighbourCodec.decode(message).map(NetlinkEvent.NeighbourRemoved::new);
                default -> Optional.empty();
            };
        }

        /** Bridges tell of their ports by the same message, with their own family. */
        private static Optional<Link> link(Message message) {
            return message.family() == Rtm.AF_UNSPEC
                    ? Optional.of(LinkCodec.decode(message))
                    : Optional.empty();
        }
    }
}

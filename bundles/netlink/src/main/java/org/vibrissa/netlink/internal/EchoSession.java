package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetlinkException;

/** Two sockets, and the thread that reads them. */
final class EchoSession implements Echo.Session {
    private static final Logger LOG = LoggerFactory.getLogger(EchoSession.class);
    private static final short POLLIN = 1;
    private static final int ENTRY = 8;
    private static final byte[] ONE = {1, 1, 1, 1, 1, 1, 1, 1};

    private final Optional<EchoSocket> ipv4;
    private final Optional<EchoSocket> ipv6;
    private final List<EchoSocket> sockets = new ArrayList<>();
    private final int wake;
    private final Consumer<Echo.Reply> listener;
    private final Consumer<EchoSession> onEnd;
    private final Thread thread;
    private boolean closed;

    private EchoSession(
            Optional<EchoSocket> ipv4,
            Optional<EchoSocket> ipv6,
            int wake,
            String threadName,
            Consumer<Echo.Reply> listener,
            Consumer<EchoSession> onEnd) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.wake = wake;
        this.listener = listener;
        this.onEnd = onEnd;
        ipv4.ifPresent(sockets::add);
        ipv6.ifPresent(sockets::add);
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    static EchoSession open(
            String threadName, Consumer<Echo.Reply> listener, Consumer<EchoSession> onEnd) {
        int wake = Libc.eventfd(0, Libc.O_CLOEXEC);
        if (wake < 0) {
            throw Errno.last("open an echo session (eventfd)");
        }
        Optional<EchoSocket> ipv4 = Optional.empty();
        try {
            int identifier = ThreadLocalRandom.current().nextInt(1 << 16);
            long nonce = ThreadLocalRandom.current().nextLong();
            ipv4 = socket(new EchoPacket(false, identifier, nonce));
            Optional<EchoSocket> ipv6 = socket(new EchoPacket(true, identifier, nonce));
            EchoSession session = new EchoSession(ipv4, ipv6, wake, threadName, listener, onEnd);
            session.thread.start();
            return session;
        } catch (RuntimeException e) {
            ipv4.ifPresent(EchoSocket::close);
            Libc.close(wake);
            throw e;
        }
    }

    /** A kernel may lack a family. */
    private static Optional<EchoSocket> socket(EchoPacket packet) {
        try {
            return Optional.of(EchoSocket.open(packet));
        } catch (NetlinkException e) {
            if (e.errno() == Errno.EAFNOSUPPORT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public synchronized void send(InetAddress to, int sequence) {
        if (closed) {
            throw new IllegalStateException("the echo session is closed");
        }
        EchoSocket socket =
                (IpAddresses.isIpv6(to) ? ipv6 : ipv4)
                        .orElseThrow(() -> Errno.of("send an echo request", Errno.EAFNOSUPPORT));
        socket.send(to, sequence);
    }

    private void run() {
        try {
            int count = sockets.size() + 1;
            ByteBuffer polled =
                    ByteBuffer.allocateDirect(count * ENTRY).order(ByteOrder.nativeOrder());
            while (!ended()) {
                for (int i = 0; i < count; i++) {
                    int fd = i < sockets.size() ? sockets.get(i).fd() : wake;
                    polled.putInt(i * ENTRY, fd).putInt(i * ENTRY + 4, POLLIN);
                }
                if (Libc.poll(polled, count, -1) < 0 && Libc.errno() != Errno.EINTR) {
                    throw Errno.last("wait for echo replies");
                }
                sockets.forEach(this::drain);
            }
        } catch (RuntimeException e) {
            LOG.error("{} ended: {}", thread.getName(), e.getMessage(), e);
        } finally {
            release();
            onEnd.accept(this);
        }
    }

    private synchronized boolean ended() {
        return closed;
    }

    private void drain(EchoSocket socket) {
        Optional<Echo.Reply> reply = socket.receive();
        while (reply.isPresent() && !ended()) {
            deliver(reply.get());
            reply = socket.receive();
        }
    }

    private void deliver(Echo.Reply reply) {
        try {
            listener.accept(reply);
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed on {}", thread.getName(), reply, e);
        }
    }

    private synchronized void release() {
        closed = true;
        sockets.forEach(EchoSocket::close);
        Libc.close(wake);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                if (Libc.write(wake, ONE, ONE.length) < 0) {
                    throw Errno.last("end " + thread.getName());
                }
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
}

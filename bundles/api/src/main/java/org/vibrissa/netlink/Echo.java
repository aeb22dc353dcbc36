package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Service: ICMP echo requests of both families from the daemon's own namespace. */
@ProviderType
public interface Echo {
    /**
     * An answer.
     *
     * @param from who answered
     * @param sequence of the request that is answered, 0..65535
     * @param receivedNanos when it was read, by {@link System#nanoTime}
     */
    record Reply(InetAddress from, int sequence, long receivedNanos) {}

    /**
     * Opens a session with an identifier of its own: it hears answers to its own requests alone.
     *
     * @param threadName the name of the one new daemon thread that calls the listener
     * @param listener must be quick; an exception is logged and the next answer is delivered
     * @throws NetlinkException when the sockets cannot be had; EPERM without CAP_NET_RAW
     */
    Session open(String threadName, Consumer<Reply> listener);

    /** A running session. Thread safe. */
    @ProviderType
    interface Session extends AutoCloseable {
        /**
         * Sends a request and does not wait.
         *
         * @param sequence 0..65535
         * @throws NetlinkException with the kernel's reason, such as ENETUNREACH; EAFNOSUPPORT when
         *     the kernel has no IPv6
         */
        void send(InetAddress to, int sequence);

        /** Ends it; the listener is not called any more. Idempotent. */
        @Override
        void close();
    }
}

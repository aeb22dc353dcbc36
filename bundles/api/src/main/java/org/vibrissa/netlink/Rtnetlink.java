package org.vibrissa.netlink;

import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One rtnetlink socket, bound to one network namespace. Calls from several threads are served one
 * after the other. After {@link #close()} each call is an {@link IllegalStateException}.
 */
@ProviderType
public interface Rtnetlink extends AutoCloseable {
    /** The namespace this handle works in. */
    NamespaceId namespace();

    /** Interfaces. */
    Links links();

    /** Addresses of interfaces. */
    Addresses addresses();

    /** Routes. */
    Routes routes();

    /** Policy routing rules. */
    Rules rules();

    /** ARP, neighbour discovery and bridge forwarding entries. */
    Neighbours neighbours();

    /** Queueing disciplines. */
    Qdiscs qdiscs();

    /**
     * Follows changes in this namespace, whoever makes them. Every change after this method has
     * returned is delivered, in the kernel's order, on one new daemon thread; so subscribe first,
     * then list. When the kernel's queue overflowed, a {@link NetlinkEvent.Resync} stands for what
     * was lost. An exception from the listener is logged and the next event is delivered.
     *
     * @param threadName the name of that thread
     */
    Subscription subscribe(
            Set<EventGroup> groups, String threadName, Consumer<NetlinkEvent> listener);

    /** What one subscribes to. */
    enum EventGroup {
        /** Interfaces. */
        LINK,
        /** IPv4 and IPv6 addresses. */
        ADDRESS,
        /** IPv4 and IPv6 routes. */
        ROUTE,
        /** Neighbours of all families. */
        NEIGHBOUR
    }

    /** A running subscription; independent of the handle it came from. */
    @ProviderType
    interface Subscription extends AutoCloseable {
        /** Ends it. Afterwards the listener is not called any more (except when called from it). */
        @Override
        void close();
    }

    @Override
    void close();
}

package org.vibrissa.netlink.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.vibrissa.netlink.Addresses;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.NamespaceId;
import org.vibrissa.netlink.Neighbours;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Qdiscs;
import org.vibrissa.netlink.Routes;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Rules;

/** A conversation with one namespace, and the subscriptions made through it. */
final class Handle implements Rtnetlink {
    /** Enough for some ten thousand events while the listener is busy. */
    static final int EVENT_QUEUE_BYTES = 8 << 20;

    private final OpenNamespace namespace;
    private final Conversation kernel;
    private final Links links;
    private final Addresses addresses;
    private final Routes routes;
    private final Rules rules;
    private final Neighbours neighbours;
    private final Qdiscs qdiscs;
    private final Set<EventStream> streams;
    private final Consumer<Handle> onClose;

    private Handle(
            OpenNamespace namespace,
            Conversation kernel,
            Set<EventStream> streams,
            Consumer<Handle> onClose) {
        this.namespace = namespace;
        this.kernel = kernel;
        this.links = new LinkRequests(kernel, new TapMaker(namespace));
        this.addresses = new AddressRequests(kernel);
        this.routes = new RouteRequests(kernel);
        this.rules = new RuleRequests(kernel);
        this.neighbours = new NeighbourRequests(kernel);
        this.qdiscs = new QdiscRequests(kernel);
        this.streams = streams;
        this.onClose = onClose;
    }

    /**
     * Opens a handle with a namespace descriptor of its own.
     *
     * @param streams where running subscriptions are recorded
     * @param onClose called when the handle is closed
     */
    static Handle open(
            NetworkNamespace namespace, Set<EventStream> streams, Consumer<Handle> onClose) {
        OpenNamespace own = OpenNamespace.copyOf(namespace);
        try {
            Conversation kernel = NamespaceThread.run(own, "open rtnetlink", Conversation::open);
            return new Handle(own, kernel, streams, onClose);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** One that stands alone, as tests want it. */
    static Handle open(NetworkNamespace namespace) {
        return open(namespace, ConcurrentHashMap.newKeySet(), handle -> {});
    }

    @Override
    public NamespaceId namespace() {
        return namespace.id();
    }

    @Override
    public Links links() {
        return links;
    }

    @Override
    public Addresses addresses() {
        return addresses;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public Rules rules() {
        return rules;
    }

    @Override
    public Neighbours neighbours() {
        return neighbours;
    }

    @Override
    public Qdiscs qdiscs() {
        return qdiscs;
    }

    @Override
    public Subscription subscribe(
            Set<EventGroup> groups, String threadName, Consumer<NetlinkEvent> listener) {
        return subscribe(groups, threadName, listener, EVENT_QUEUE_BYTES);
    }

    Subscription subscribe(
            Set<EventGroup> groups,
            String threadName,
            Consumer<NetlinkEvent> listener,
            int queueBytes) {
        List<Integer> numbers = groups.stream().flatMap(g -> numbers(g).stream()).toList();
        RouteSocket socket =
                NamespaceThread.run(
                        namespace,
                        "subscribe to rtnetlink events",
                        () -> {
                            RouteSocket opened = RouteSocket.open();
                            try {
                                return opened.forEvents(queueBytes, numbers);
                            } catch (RuntimeException e) {
                                opened.close();
                                throw e;
                            }
                        });
        EventStream stream = EventStream.on(socket, threadName, listener, streams::remove);
        streams.add(stream);
        stream.begin();
        return stream;
    }

    /** RTNLGRP_* */
    private static List<Integer> numbers(EventGroup group) {
        return switch (group) {
            case LINK -> List.of(1);
            case NEIGHBOUR -> List.of(3);
            case ADDRESS -> List.of(5, 9);
            case ROUTE -> List.of(7, 11);
        };
    }

    @Override
    public void close() {
        kernel.close();
        namespace.close();
        onClose.accept(this);
    }
}

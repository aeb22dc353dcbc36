package org.vibrissa.netlink.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.netlink.Addresses;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.NamespaceId;
import org.vibrissa.netlink.Neighbours;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.netlink.Qdiscs;
import org.vibrissa.netlink.Routes;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Rules;

/** Hands out handles, and closes those that are still open when it goes. */
@Component
public final class NetlinkService implements Netlink {
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Handle> handles = ConcurrentHashMap.newKeySet();
    private final Handle host;

    /** Opens the handle for the daemon's own namespace. */
    @Activate
    public NetlinkService(@Reference NetworkNamespaces namespaces) {
        try (NetworkNamespace own = namespaces.own()) {
            host = Handle.open(own, streams, closed -> {});
        }
    }

    @Override
    public Rtnetlink own() {
        return new Shared(host);
    }

    @Override
    public Rtnetlink open(NetworkNamespace namespace) {
        Handle handle = Handle.open(namespace, streams, handles::remove);
        handles.add(handle);
        return handle;
    }

    @Deactivate
    void close() {
        List.copyOf(streams).forEach(EventStream::close);
        List.copyOf(handles).forEach(Handle::close);
        host.close();
    }

    /** A handle that its users cannot close. */
    private record Shared(Handle handle) implements Rtnetlink {
        @Override
        public NamespaceId namespace() {
            return handle.namespace();
        }

        @Override
        public Links links() {
            return handle.links();
        }

        @Override
        public Addresses addresses() {
            return handle.addresses();
        }

        @Override
        public Routes routes() {
            return handle.routes();
        }

        @Override
        public Rules rules() {
            return handle.rules();
        }

        @Override
        public Neighbours neighbours() {
            return handle.neighbours();
        }

        @Override
        public Qdiscs qdiscs() {
            return handle.qdiscs();
        }

        @Override
        public Subscription subscribe(
                Set<EventGroup> groups, String threadName, Consumer<NetlinkEvent> listener) {
            return handle.subscribe(groups, threadName, listener);
        }

        @Override
        public void close() {}
    }
}

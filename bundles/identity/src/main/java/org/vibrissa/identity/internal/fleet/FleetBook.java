package org.vibrissa.identity.internal.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Bell;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** What the hosts of the fleet have told of their endpoints, as far as it has come here. */
@Component(service = FleetBook.class)
public final class FleetBook implements ResourceListener {
    private final String self;
    private final Bell bell = Bell.rung();
    private final Map<String, NodeEndpoints> others = new HashMap<>();
    private Optional<NodeEndpoints> own = Optional.empty();
    private boolean complete;
    private long revision;
    private final Subscription watch;

    /** The kind is asked for so that the store knows it before anything is exchanged. */
    @Activate
    public FleetBook(
            @Reference ResourceStore store,
            @Reference Node self,
            @Reference NodeEndpointsKind kind) {
        this.self = self.name();
        this.watch = store.watch(kind.kind(), "vib-fleet-book", this);
    }

    @Deactivate
    void deactivate() {
        watch.close();
        bell.close();
    }

    @Override
    public void changed(ResourceEvent event) {
        boolean deleted = event.type() == ChangeType.DELETED;
        NodeEndpoints now =
                deleted ? NodeEndpoints.NONE : NodeEndpoints.decode(event.resource().spec());
        synchronized (this) {
            String node = event.resource().name();
            if (node.equals(self)) {
                own = deleted ? Optional.empty() : Optional.of(now);
            } else if (deleted) {
                others.remove(node);
            } else {
                others.put(node, now);
            }
            revision++;
        }
        if (complete()) {
            bell.ring();
        }
    }

    @Override
    public void initialised() {
        synchronized (this) {
            complete = true;
        }
        bell.ring();
    }

    /** Whether all that is stored has been read. */
    public synchronized boolean complete() {
        return complete;
    }

    /** Grows with each change. */
    public synchronized long revision() {
        return revision;
    }

    /** By host, without this one. */
    public synchronized Map<String, NodeEndpoints> others() {
        return Map.copyOf(others);
    }

    /** What this host told last, perhaps before a restart. */
    public synchronized Optional<NodeEndpoints> own() {
        return own;
    }

    /** Calls {@code changed} when all has been read, and after each change. */
    public Subscription watch(String name, Runnable changed) {
        return bell.watchUnawaited(
                name,
                () -> {
                    if (complete()) {
                        changed.run();
                    }
                });
    }
}

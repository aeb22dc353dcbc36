package org.vibrissa.etcd.internal.mirror;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Follows every kind of the whole fleet on this host, those too which come later. Thread safe. */
public final class LocalKinds implements AutoCloseable {
    private final ResourceStore store;
    private final Consumer<ResourceKey> changed;
    private final Map<String, Subscription> watches = new HashMap<>();

    public LocalKinds(ResourceStore store, Consumer<ResourceKey> changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Looks which kinds there are now; whether some are new. */
    public synchronized boolean refresh() {
        Set<String> kinds =
                store.kinds().stream()
                        .filter(ResourceKind::fleetWide)
                        .map(ResourceKind::kind)
                        .collect(Collectors.toSet());
        for (String gone : List.copyOf(watches.keySet())) {
            if (!kinds.contains(gone)) {
                watches.remove(gone).close();
            }
        }
        boolean more = false;
        for (String kind : kinds) {
            if (!watches.containsKey(kind)) {
                watches.put(kind, store.watch(kind, "etcd-watch-" + kind, new Follow()));
                more = true;
            }
        }
        return more;
    }

    private final class Follow implements ResourceListener {
        @Override
        public void changed(ResourceEvent event) {
            changed.accept(event.resource().key());
        }
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(Subscription::close);
        watches.clear();
    }
}

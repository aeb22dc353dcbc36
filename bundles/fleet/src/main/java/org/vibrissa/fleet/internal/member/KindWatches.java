package org.vibrissa.fleet.internal.member;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Follows every kind of the whole fleet, those too which bundles bring later. Thread safe. */
final class KindWatches implements AutoCloseable {
    private final ResourceStore store;
    private final Consumer<ResourceKey> changed;
    private final Map<String, Subscription> watches = new HashMap<>();

    KindWatches(ResourceStore store, Consumer<ResourceKey> changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Looks for new kinds; whether there were any. */
    synchronized boolean refresh() {
        Map<String, ResourceKind<?>> kinds = new TreeMap<>();
        for (ResourceKind<?> kind : store.kinds()) {
            if (kind.fleetWide()) {
                kinds.put(kind.kind(), kind);
            }
        }
        for (String gone : List.copyOf(watches.keySet())) {
            if (!kinds.containsKey(gone)) {
                watches.remove(gone).close();
            }
        }
        boolean more = false;
        for (String kind : kinds.keySet()) {
            if (!watches.containsKey(kind)) {
                watches.put(kind, store.watch(kind, "fleet-watch-" + kind, new Follow()));
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

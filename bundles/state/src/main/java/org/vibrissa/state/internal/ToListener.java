package org.vibrissa.state.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.internal.table.Delta;
import org.vibrissa.state.internal.table.Receiver;

/** Hands a watch's deltas to a listener, one event at a time; a failing one stops only itself. */
record ToListener(String name, ResourceListener listener, AtomicLong failures)
        implements Receiver<StoreContent, ResourceKey, Resource> {
    private static final Logger LOG = LoggerFactory.getLogger(ToListener.class);

    @Override
    public void changed(List<Delta<ResourceKey, Resource>> deltas, StoreContent now) {
        for (Delta<ResourceKey, Resource> delta : deltas) {
            boolean replaced =
                    delta.old().isPresent()
                            && delta.now().isPresent()
                            && !delta.before()
                                    .metadata()
                                    .uid()
                                    .equals(delta.after().metadata().uid());
            if (replaced || delta.now().isEmpty()) {
                tell(new ResourceEvent(ChangeType.DELETED, delta.before()));
            }
            if (replaced || delta.old().isEmpty()) {
                tell(new ResourceEvent(ChangeType.ADDED, delta.after()));
            } else if (delta.now().isPresent()) {
                tell(new ResourceEvent(ChangeType.MODIFIED, delta.after()));
            }
        }
    }

    @Override
    public void initialised() {
        listener.initialised();
    }

    private void tell(ResourceEvent event) {
        try {
            listener.changed(event);
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            LOG.error("{} failed on {} {}", name, event.type(), event.resource().key(), e);
        }
    }
}

package org.vibrissa.ipam.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Makes each declared pool ready: a pool needs nothing but to be valid. */
@Component(service = {})
public final class PoolStatus {
    private final Subscription watch;

    @Activate
    public PoolStatus(@Reference ResourceStore store, @Reference StoredIpam ipam) {
        watch =
                store.watch(
                        IpPoolKind.KIND,
                        "ipam-pools",
                        event -> ipam.report(event.resource().name()));
    }

    @Deactivate
    public void close() {
        watch.close();
    }
}

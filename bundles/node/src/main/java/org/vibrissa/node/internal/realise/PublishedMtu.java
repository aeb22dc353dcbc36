package org.vibrissa.node.internal.realise;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.PathMtu;
import org.vibrissa.state.Subscription;

/** The MTU of the table of peers, as a service of its own. */
@Component
public final class PublishedMtu implements PathMtu {
    private final PeerTable table;

    @Activate
    public PublishedMtu(@Reference PeerTable table) {
        this.table = table;
    }

    @Override
    public int bytes() {
        return table.mtu();
    }

    @Override
    public Subscription watch(String name, Runnable changed) {
        return table.watchMtu(name, changed);
    }
}

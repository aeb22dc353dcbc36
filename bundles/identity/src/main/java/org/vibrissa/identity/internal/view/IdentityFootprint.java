package org.vibrissa.identity.internal.view;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.internal.IdentityService;
import org.vibrissa.identity.internal.fleet.RemoteEndpoints;
import org.vibrissa.runtime.Footprint;

/** What the identity bundle did to the host. */
@Component
public final class IdentityFootprint implements Footprint {
    private final IdentityService identities;
    private final RemoteEndpoints remotes;

    @Activate
    public IdentityFootprint(
            @Reference IdentityService identities, @Reference RemoteEndpoints remotes) {
        this.identities = identities;
        this.remotes = remotes;
    }

    @Override
    public String owner() {
        return "identity";
    }

    @Override
    public int layer() {
        return 300;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        rows(items, identities.counts().prefixes(), "prefixes that policies name");
        rows(items, remotes.size(), "addresses of other hosts' endpoints");
        return items;
    }

    private static void rows(List<Item> items, int count, String what) {
        if (count > 0) {
            items.add(new Item("map rows", "ipcache", count + " " + what));
        }
    }

    @Override
    public void purge() {
        remotes.purge();
        identities.purge();
    }
}

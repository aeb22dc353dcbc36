package org.vibrissa.fleet.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Footprint;

/** Keys and certificates on this host. */
@Component
public final class FleetFootprint implements Footprint {
    private static final int LAYER = 400;

    private final FleetComponent fleet;

    @Activate
    public FleetFootprint(@Reference FleetComponent fleet) {
        this.fleet = fleet;
    }

    @Override
    public String owner() {
        return "fleet";
    }

    @Override
    public int layer() {
        return LAYER;
    }

    @Override
    public List<Item> items() {
        return fleet.folder().files().stream()
                .map(file -> new Item("file", file.toString(), "membership of a fleet"))
                .toList();
    }

    @Override
    public void purge() {
        fleet.stop();
        fleet.folder().purge();
    }
}

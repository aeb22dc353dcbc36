package org.vibrissa.routing.internal;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Footprint;

/** What native routing did to the host. */
@Component
public final class RoutingFootprint implements Footprint {
    private static final int LAYER = 400;

    private final NativeMode mode;

    @Activate
    public RoutingFootprint(@Reference NativeMode mode) {
        this.mode = mode;
    }

    @Override
    public String owner() {
        return "routing";
    }

    @Override
    public int layer() {
        return LAYER;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        mode.routesInKernel()
                .forEach(
                        (prefix, text) ->
                                items.add(new Item("route", prefix.toString(), "native: " + text)));
        mode.settingsBefore()
                .forEach((key, value) -> items.add(new Item("sysctl", key, "was " + value)));
        return items;
    }

    @Override
    public void purge() {
        mode.retire();
    }
}

package org.vibrissa.health.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.health.internal.HealthService;
import org.vibrissa.runtime.Footprint;

/** What the health bundle did to the host; lxc_health itself is the endpoint bundle's. */
@Component
public final class HealthFootprint implements Footprint {
    private final HealthService health;

    @Activate
    public HealthFootprint(@Reference HealthService health) {
        this.health = health;
    }

    @Override
    public String owner() {
        return "health";
    }

    @Override
    public int layer() {
        return 500;
    }

    @Override
    public List<Item> items() {
        return health.upkeep()
                .namespace()
                .map(
                        name ->
                                List.of(
                                        new Item(
                                                "netns",
                                                name,
                                                "where the endpoint lxc_health answers probes")))
                .orElse(List.of());
    }

    @Override
    public void purge() {
        health.upkeep().purge();
    }
}

package org.vibrissa.health.internal.view;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.health.Health;

/** What probes found, in a bug report. */
@Component
public final class HealthSection implements DebugSection {
    private final Health health;

    @Activate
    public HealthSection(@Reference Health health) {
        this.health = health;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public Object collect() {
        return HealthView.of(health.snapshot());
    }
}

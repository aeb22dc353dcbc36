package org.vibrissa.datapath.internal.view;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.datapath.Drops;

/** The drop counters in a bug report. */
@Component
public final class DropsSection implements DebugSection {
    private final Drops drops;

    @Activate
    public DropsSection(@Reference Drops drops) {
        this.drops = drops;
    }

    @Override
    public String name() {
        return "drops";
    }

    @Override
    public Object collect() {
        return drops.list();
    }
}

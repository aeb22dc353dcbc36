package org.vibrissa.datapath.internal.view;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.control.DebugSection;

/** Maps, programs, attachments and pins in a bug report. */
@Component
public final class BpfSection implements DebugSection {
    private final BpfInventory inventory;

    @Activate
    public BpfSection(@Reference BpfInventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public Object collect() {
        return Map.of(
                "maps", inventory.maps(),
                "programs", inventory.programs(),
                "links", inventory.links(),
                "pins", inventory.pins());
    }
}

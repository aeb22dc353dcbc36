package org.vibrissa.ipam.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.ipam.Ipam;

/** Pools and allocations in a bug report. */
@Component
public final class IpamSection implements DebugSection {
    private final Ipam ipam;

    @Activate
    public IpamSection(@Reference Ipam ipam) {
        this.ipam = ipam;
    }

    @Override
    public String name() {
        return "ipam";
    }

    @Override
    public Object collect() {
        return Map.of("pools", ipam.pools(), "usage", ipam.usage(), "allocations", ipam.list());
    }
}

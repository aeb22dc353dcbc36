package org.vibrissa.datapath.internal.view;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.net.IpPrefix;

/** The endpoint map and the ipcache, as the kernel holds them, in a bug report. */
@Component
public final class AddressesSection implements DebugSection {
    private final LocalEndpoints endpoints;
    private final Ipcache ipcache;

    @Activate
    public AddressesSection(@Reference LocalEndpoints endpoints, @Reference Ipcache ipcache) {
        this.endpoints = endpoints;
        this.ipcache = ipcache;
    }

    private record Delivered(InetAddress address, LocalEndpoints.Entry entry) {}

    private record Known(IpPrefix prefix, Ipcache.Entry entry) {}

    @Override
    public String name() {
        return "bpf-addresses";
    }

    @Override
    public Object collect() {
        List<Delivered> delivered =
                endpoints.list().entrySet().stream()
                        .map(e -> new Delivered(e.getKey(), e.getValue()))
                        .toList();
        List<Known> known =
                ipcache.list().entrySet().stream()
                        .map(e -> new Known(e.getKey(), e.getValue()))
                        .toList();
        return Map.of("endpoints", delivered, "ipcache", known);
    }
}

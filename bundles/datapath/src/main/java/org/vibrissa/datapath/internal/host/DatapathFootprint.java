package org.vibrissa.datapath.internal.host;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.internal.core.RootAttachments;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.runtime.Footprint;

/** What the datapath core did to the host. */
@Component
public final class DatapathFootprint implements Footprint {
    private final VibHost host;
    private final UnderlayDevices underlay;
    private final RootAttachments attachments;

    @Activate
    public DatapathFootprint(
            @Reference VibHost host,
            @Reference UnderlayDevices underlay,
            @Reference RootAttachments attachments) {
        this.host = host;
        this.underlay = underlay;
        this.attachments = attachments;
    }

    @Override
    public String owner() {
        return "datapath";
    }

    @Override
    public int layer() {
        return 200;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        items.add(new Item("link", VibHost.NAME, "the host's door to its endpoints"));
        items.add(new Item("link", VibHost.PEER, "peer of " + VibHost.NAME));
        host.gateways()
                .forEach(
                        gateway ->
                                items.add(
                                        new Item(
                                                "address",
                                                IpAddresses.format(gateway),
                                                "gateway of endpoints, on " + VibHost.NAME)));
        host.prefixes()
                .forEach(
                        prefix ->
                                items.add(
                                        new Item(
                                                "route",
                                                prefix.toString(),
                                                "pool, by " + VibHost.NAME)));
        host.remotes()
                .forEach(
                        (prefix, mtu) ->
                                items.add(
                                        new Item(
                                                "route",
                                                prefix.toString(),
                                                "behind another host, by "
                                                        + VibHost.NAME
                                                        + (mtu == 0 ? "" : ", mtu " + mtu))));
        attachments
                .list()
                .forEach(
                        link ->
                                items.add(
                                        new Item(
                                                "bpf-link",
                                                link.name() + " " + link.chain().label(),
                                                link.form() + ", ifindex " + link.ifindex())));
        host.settingsBefore()
                .forEach((key, value) -> items.add(new Item("sysctl", key, "was " + value)));
        return items;
    }

    @Override
    public void purge() {
        underlay.end();
        host.purge();
        attachments.detachAll();
    }
}

package org.vibrissa.overlay.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.Features;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.node.ForwardMode.Traffic;
import org.vibrissa.node.Peer;
import org.vibrissa.overlay.internal.bpf.OverlayConfig;
import org.vibrissa.overlay.internal.bpf.TunnelCount;

/** Both formats over one set of maps. Thread safe. */
@Component(service = Overlay.class, configurationPid = OverlaySettings.PID)
public final class Overlay {
    private static final int SAME_FAMILY = 1;

    private final Features features;
    private final TunnelMaps maps;
    private final PeerRows rows;
    private final Map<Format, Carrier> carriers = new EnumMap<>(Format.class);
    private final Map<Format, GroDevice> devices = new EnumMap<>(Format.class);
    private final OwnAddresses addresses;
    private OverlayConfig config = OverlayConfig.ZERO;

    /** Adopts maps and stages of an earlier daemon; without them no stage is loaded yet. */
    @Activate
    public Overlay(
            @Reference BpfLoader loader,
            @Reference Pipeline pipeline,
            @Reference Netlink netlink,
            OverlaySettings settings) {
        this(loader, pipeline, netlink.own(), settings);
    }

    Overlay(BpfLoader loader, Pipeline pipeline, Rtnetlink net, OverlaySettings settings) {
        this.features = loader.features();
        this.maps = new TunnelMaps(loader, pipeline);
        Links links = net.links();
        for (Format format : Format.values()) {
            carriers.put(format, new Carrier(loader, pipeline, format));
            devices.put(format, new GroDevice(links, format));
        }
        List<Format> inherited =
                Stream.of(Format.values()).filter(f -> carriers.get(f).inherited()).toList();
        this.rows = new PeerRows(maps.peers(), inherited);
        maps.takeOver(
                () -> {
                    config = maps.config().get(0).orElse(OverlayConfig.ZERO);
                    apply(settings);
                    inherited.forEach(format -> carriers.get(format).claim());
                });
        inherited.forEach(this::open);
        this.addresses = new OwnAddresses(net, this::own);
    }

    @Deactivate
    void deactivate() {
        addresses.close();
        maps.retire();
    }

    /** Follows changed settings; a device whose port has changed is made anew. */
    @Modified
    synchronized void apply(OverlaySettings settings) {
        if (settings.vxlan_port() == settings.geneve_port()) {
            throw new IllegalArgumentException(
                    "overlay.vxlan.port and overlay.geneve.port are both " + settings.vxlan_port());
        }
        config =
                config.withPort(new int[] {settings.vxlan_port(), settings.geneve_port()})
                        .withFlags(features.decapL3() ? 0 : SAME_FAMILY)
                        .withVtepVni(settings.vtep_vni());
        maps.config().put(0, config);
        carriers.forEach(
                (format, carrier) -> {
                    if (carrier.claimed()) {
                        open(format);
                    }
                });
    }

    /** Makes the device, and known to the stages. */
    private void open(Format format) {
        GroDevice device = devices.get(format);
        device.ensure(port(format));
        int[] indexes = config.device();
        indexes[format.ordinal()] = device.find().map(Link::index).orElse(0);
        config = config.withDevice(indexes);
        maps.config().put(0, config);
    }

    private synchronized void own(Set<InetAddress> all) {
        rows.own(all);
    }

    synchronized List<String> check(Format format, List<Peer> peers) {
        List<String> all = new ArrayList<>(new Obstacles(features, rows.own()).of(peers));
        devices.get(format).obstacle(port(format)).ifPresent(all::add);
        try {
            carriers.get(format).tryClaim();
        } catch (ClaimRefused e) {
            all.add(e.getMessage());
        }
        return all;
    }

    synchronized void prepare(Format format, List<Peer> peers) {
        Carrier carrier = carriers.get(format);
        if (!carrier.claimed()) {
            maps.resetCount(format);
        }
        rows.put(format, peers);
        try {
            carrier.claim();
        } catch (ClaimRefused e) {
            rows.remove(format);
            throw new IllegalStateException(e.getMessage(), e);
        }
        open(format);
    }

    synchronized void retire(Format format) {
        carriers.get(format).release();
        devices.get(format).remove();
        rows.remove(format);
        // Or whoever counts from before the next claim would see it jump back.
        maps.resetCount(format);
    }

    /** What went through since its stages were claimed. */
    public Traffic traffic(Format format) {
        TunnelCount total = maps.total(format);
        return new Traffic(total.txPackets(), total.txBytes(), total.rxPackets(), total.rxBytes());
    }

    /** What the format does now. */
    public synchronized FormatStatus status(Format format) {
        GroDevice device = devices.get(format);
        return new FormatStatus(
                format,
                port(format),
                carriers.get(format).claimed(),
                rows.count(format),
                device.find().map(link -> link.name()).orElse(""),
                device.lack());
    }

    private int port(Format format) {
        return config.port()[format.ordinal()];
    }
}

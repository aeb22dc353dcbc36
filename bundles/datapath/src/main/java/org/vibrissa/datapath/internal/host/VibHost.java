package org.vibrissa.datapath.internal.host;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.internal.core.CoreConfig;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Scope;
import org.vibrissa.netlink.Sysctl;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.runtime.Node;

/**
 * {@code vib_host}@{@code vib_net}: the host's door to its endpoints. Packets of the host for an
 * endpoint leave by vib_host, where the root of chain host takes them; packets of endpoints for the
 * host or the world are redirected to its ingress.
 */
@Component(
        service = {HostDevice.class, VibHost.class},
        configurationPid = CoreConfig.PID)
public final class VibHost implements HostDevice {
    /** Our number in /etc/iproute2/rt_protos terms; shown by {@code ip route} as proto 118. */
    public static final int ROUTE_PROTOCOL = 118;

    static final String NAME = "vib_host";
    static final String PEER = "vib_net";

    private static final String OWNER = "datapath";
    private static final int PRIORITY = 100;
    private static final int HOST_IDENTITY = 1;
    private static final int WORLD_IDENTITY = 2;
    private static final int DEFAULT_MTU = 1500;

    private final Rtnetlink net;
    private final Ipcache ipcache;
    private final HostSettings settings;
    private final Attachments attachments;
    private final Link link;
    private final HostRoutes routes;
    private Set<InetAddress> gateways = Set.of();
    private Set<IpPrefix> prefixes = Set.of();

    @Activate
    public VibHost(
            @Reference Netlink netlink,
            @Reference Sysctl sysctl,
            @Reference Ipcache ipcache,
            @Reference LiveConfig live,
            @Reference Attachments attachments,
            @Reference Node node,
            @Reference HostMark mark,
            CoreConfig config) {
        this.net = netlink.own();
        this.ipcache = ipcache;
        this.attachments = attachments;
        this.settings = new HostSettings(sysctl, node.stateDir().resolve("sysctl.before"));
        this.link = ensure(mtu(config), mark);
        this.routes = new HostRoutes(net.routes(), link.index(), ipcache.list());
        MacAddress mac = link.mac().orElseThrow();
        live.update(c -> c.withHostIfindex(link.index()).withHostMac(mac.toBytes()));
        sysctls();
        ipcache.change(OWNER, PRIORITY, worlds(), Set.of());
        attachments.attach(link.index(), NAME, Chain.HOST);
    }

    private static Map<IpPrefix, Ipcache.Entry> worlds() {
        Ipcache.Entry world = new Ipcache.Entry(WORLD_IDENTITY, 0, 0, Ipcache.Place.ELSEWHERE);
        Map<IpPrefix, Ipcache.Entry> worlds = new HashMap<>();
        worlds.put(IpPrefix.any(false), world);
        worlds.put(IpPrefix.any(true), world);
        return worlds;
    }

    private int mtu(CoreConfig config) {
        if (config.mtu() != 0) {
            return config.mtu();
        }
        return net.routes().list(RouteFilter.all().inTable(Route.TABLE_MAIN)).stream()
                .filter(route -> route.destination().length() == 0)
                .map(route -> net.links().find(route.interfaceIndex()))
                .flatMap(Optional::stream)
                .mapToInt(Link::mtu)
                .min()
                .orElse(DEFAULT_MTU);
    }

    private Link ensure(int mtu, HostMark mark) {
        Link host =
                net.links()
                        .find(NAME)
                        .orElseGet(() -> net.links().create(VethSpec.of(NAME, PEER).withMtu(mtu)));
        net.links().change(host.index(), LinkChange.nothing().withAlias(mark.alias()));
        Link peer = net.links().get(PEER);
        for (Link each : List.of(host, peer)) {
            net.links()
                    .change(
                            each.index(),
                            LinkChange.nothing()
                                    .withMtu(mtu)
                                    .withArp(false)
                                    .withAddrGenMode(LinkChange.AddrGenMode.NONE)
                                    .withUp());
        }
        return net.links().get(NAME);
    }

    private void sysctls() {
        settings.set("net.ipv4.ip_forward", "1");
        settings.set("net.ipv6.conf.all.forwarding", "1");
        settings.set("net.ipv4.conf.vib_host.send_redirects", "0");
        settings.set("net.ipv4.conf.vib_host.rp_filter", "0");
        settings.set("net.ipv4.conf.vib_net.rp_filter", "0");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ifindex() {
        return link.index();
    }

    @Override
    public MacAddress mac() {
        return link.mac().orElseThrow();
    }

    @Override
    public int mtu() {
        return link.mtu();
    }

    @Override
    public synchronized void configure(Set<InetAddress> newGateways, Set<IpPrefix> newPrefixes) {
        addresses(newGateways);
        routes.pools(newGateways, newPrefixes);
        Map<IpPrefix, Ipcache.Entry> meaning = worlds();
        Ipcache.Entry pool = new Ipcache.Entry(WORLD_IDENTITY, 0, 0, Ipcache.Place.POOL);
        newPrefixes.forEach(prefix -> meaning.put(prefix.network(), pool));
        Ipcache.Entry host = new Ipcache.Entry(HOST_IDENTITY, 0, 0, Ipcache.Place.HOST);
        newGateways.forEach(gateway -> meaning.put(IpPrefix.host(gateway), host));
        ipcache.replace(OWNER, PRIORITY, meaning);
        gateways = Set.copyOf(newGateways);
        prefixes = Set.copyOf(newPrefixes);
    }

    private void addresses(Set<InetAddress> wanted) {
        Set<IpPrefix> there = new HashSet<>();
        for (InterfaceAddress address : net.addresses().list(link.index())) {
            if (wanted.contains(address.prefix().address())) {
                there.add(address.prefix());
            } else if (address.scope() != Scope.LINK || !address.prefix().isIpv6()) {
                net.addresses().delete(address);
            }
        }
        for (InetAddress gateway : wanted) {
            if (!there.contains(IpPrefix.host(gateway))) {
                InterfaceAddress address =
                        InterfaceAddress.of(link.index(), IpPrefix.host(gateway))
                                .with(InterfaceAddress.AddressFlag.NODAD);
                net.addresses()
                        .add(
                                gateway.getAddress().length == 4
                                        ? address.withScope(Scope.LINK)
                                        : address);
            }
        }
    }

    @Override
    public synchronized void remotes(Map<IpPrefix, Integer> mtus) {
        routes.remotes(mtus);
    }

    /** What the user had in the kernel's settings before, by key. */
    Map<String, String> settingsBefore() {
        return settings.before();
    }

    Set<InetAddress> gateways() {
        return gateways;
    }

    Set<IpPrefix> prefixes() {
        return prefixes;
    }

    synchronized Map<IpPrefix, Integer> remotes() {
        return routes.remotes();
    }

    /** Takes the device pair away, and with it its addresses and routes; restores the settings. */
    void purge() {
        attachments.detach(link.index(), Chain.HOST);
        settings.restore();
        net.links().delete(link.index());
    }
}

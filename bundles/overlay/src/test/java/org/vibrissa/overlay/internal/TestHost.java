package org.vibrissa.overlay.internal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.Direction;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Drops;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.datapath.Paths;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.datapath.internal.tables.DropTable;
import org.vibrissa.datapath.internal.tables.EndpointTable;
import org.vibrissa.datapath.internal.tables.IpcacheTable;
import org.vibrissa.datapath.internal.tables.PathTable;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.internal.NamespaceFolder;
import org.vibrissa.netlink.internal.NetlinkService;
import org.vibrissa.node.Peer;

/**
 * A host in a namespace of its own, with one endpoint: our stages on its devices, tables written as
 * other bundles would. Host n has 10.n.0.0/24 and fd00:n::/64; its endpoint is number 7 there. Its
 * underlay device is {@code under}, with 192.0.2.n and 2001:db8::n.
 */
final class TestHost implements AutoCloseable {
    static final int MTU_LESS = 86;

    private static final int GROUP = 1;
    private static final int ENDPOINT_IDENTITY = 1000;
    private static final int GATEWAY = 1;
    private static final int ENDPOINT = 7;
    private static final String NAME = "org.vibrissa.overlay";

    private final int number;
    private final NamespaceFolder namespaces = new NamespaceFolder();
    private final NetlinkService netlink = new NetlinkService(namespaces);
    private final NetworkNamespace host;
    private final NetworkNamespace endpoint;
    private final Rtnetlink net;
    private final LiveDatapath datapath;
    private Overlay overlay;

    TestHost(int number, Path folder) throws IOException {
        this.number = number;
        this.host = namespaces.create(name("h"));
        this.endpoint = namespaces.create(name("e"));
        this.net = netlink.open(host);
        try {
            devices();
            this.datapath = new LiveDatapath(Files.createDirectory(folder));
            this.overlay = overlay(Map.of());
        } catch (RuntimeException | IOException e) {
            closeNamespaces();
            throw e;
        }
    }

    private String name(String kind) {
        return "vt" + ProcessHandle.current().pid() + kind + number;
    }

    String namespace() {
        return host.name();
    }

    Rtnetlink net() {
        return net;
    }

    Overlay overlay() {
        return overlay;
    }

    LiveDatapath datapath() {
        return datapath;
    }

    String endpointAddress(boolean ipv6) {
        return address(ipv6, number, ENDPOINT);
    }

    static String address(boolean ipv6, int network, int last) {
        return ipv6 ? "fd00:" + network + "::" + last : "10." + network + ".0." + last;
    }

    InetAddress underlay(boolean ipv6) {
        return IpAddresses.parse(ipv6 ? "2001:db8::" + number : "192.0.2." + number);
    }

    static void connect(String a, String b) {
        Shell.must(a, "ip link add under up type veth peer name under netns " + b);
        Shell.must(b, "ip link set under up");
    }

    /** The underlay's addresses, once its device is there. */
    void plug() {
        Shell.must(
                namespace(),
                ("ip addr add 192.0.2.%d/24 dev under;"
                                + " ip addr add 2001:db8::%d/64 dev under nodad")
                        .formatted(number, number));
        attachRoots();
    }

    private void devices() {
        int mtu = 1500 - MTU_LESS;
        Shell.must(
                namespace(),
                ("ip link set lo up; sysctl -wq net.ipv4.ip_forward=1"
                                + " net.ipv6.conf.all.forwarding=1;"
                                + " ip link add vib_host arp off type veth peer name vib_net;"
                                + " ip link set vib_host up; ip link set vib_net arp off up;"
                                + " ip addr add %s/32 dev vib_host;"
                                + " ip addr add %s/128 dev vib_host nodad;"
                                + " ip link add lxc1 up type veth peer name eth0 netns %s")
                        .formatted(
                                address(false, number, GATEWAY),
                                address(true, number, GATEWAY),
                                endpoint.name()));
        for (boolean ipv6 : new boolean[] {false, true}) {
            String gateway = address(ipv6, number, GATEWAY);
            Shell.must(
                    namespace(),
                    "ip route add %s dev vib_host src %s".formatted(prefix(ipv6, number), gateway));
            Shell.must(
                    endpoint.name(),
                    ("ip link set lo up; ip link set eth0 up;"
                                    + " ip addr add %s/%d dev eth0 %s; ip route add %s dev eth0;"
                                    + " ip route add default via %s dev eth0 mtu %d")
                            .formatted(
                                    endpointAddress(ipv6),
                                    ipv6 ? 128 : 32,
                                    ipv6 ? "nodad" : "",
                                    gateway,
                                    gateway,
                                    mtu));
        }
    }

    static IpPrefix prefix(boolean ipv6, int network) {
        return IpPrefix.parse(ipv6 ? "fd00:" + network + "::/64" : "10." + network + ".0.0/24");
    }

    private void attachRoots() {
        Map<Chain, BpfProgram> roots = datapath.core().roots();
        attach(roots.get(Chain.EP), "lxc1", Direction.INGRESS);
        attach(roots.get(Chain.NET), "under", Direction.INGRESS);
        attach(roots.get(Chain.HOST), "vib_host", Direction.EGRESS);
        Link door = net.links().get("vib_host");
        MacAddress mac = door.mac().orElseThrow();
        datapath.config().update(c -> c.withHostIfindex(door.index()).withHostMac(mac.toBytes()));
        EndpointTable endpoints = new EndpointTable(datapath.core(), datapath.config());
        MacAddress own =
                in(endpoint, () -> netlink.open(endpoint).links().get("eth0").mac().orElseThrow());
        Ipcache ipcache = ipcache();
        for (boolean ipv6 : new boolean[] {false, true}) {
            endpoints.put(
                    IpAddresses.parse(endpointAddress(ipv6)),
                    new LocalEndpoints.Entry(
                            ENDPOINT,
                            identity(),
                            net.links().get("lxc1").index(),
                            own,
                            mac,
                            true,
                            true,
                            false,
                            1500));
            ipcache.put(
                    "test",
                    100,
                    IpPrefix.host(IpAddresses.parse(address(ipv6, number, GATEWAY))),
                    new Ipcache.Entry(1, 0, 0, Ipcache.Place.HOST));
        }
    }

    private Ipcache ipcache() {
        return new IpcacheTable(datapath.core(), datapath.config(), datapath.node());
    }

    int identity() {
        return ENDPOINT_IDENTITY + number;
    }

    private void attach(BpfProgram root, String device, Direction direction) {
        in(
                host,
                () ->
                        datapath.core()
                                .loader()
                                .attachTcx(
                                        root,
                                        net.links().get(device).index(),
                                        direction,
                                        Optional.of(device)));
    }

    /** Leaves the underlay to the kernel. */
    void unplugRoots() {
        datapath.core().loader().adopt("under").orElseThrow().detach();
    }

    <T> T inHost(Callable<T> action) {
        return in(host, action);
    }

    <T> T inEndpoint(Callable<T> action) {
        return in(endpoint, action);
    }

    private <T> T in(NetworkNamespace namespace, Callable<T> action) {
        try {
            return namespaces.inNamespace(namespace, action);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Makes another host known: where it is, what lives there, which mode leads to it. */
    void know(Peer peer, InetAddress source, Format format) {
        InetAddress address = peer.addresses().get(0);
        Paths paths = paths();
        paths.putNode(
                peer.id(),
                new Paths.NodeEntry(
                        address,
                        source,
                        GROUP,
                        1500,
                        peer.vtepMac(),
                        List.of(new Paths.Hop(net.links().get("under").index(), address))));
        paths.setGroup(GROUP, format.forwardSlot());
        Ipcache ipcache = ipcache();
        for (IpPrefix prefix : peer.prefixes()) {
            ipcache.put(
                    "test",
                    100,
                    prefix,
                    new Ipcache.Entry(
                            ENDPOINT_IDENTITY + peer.id(), GROUP, peer.id(), Ipcache.Place.NODE));
            Shell.must(
                    namespace(),
                    "ip route replace %s dev vib_host src %s mtu %d"
                            .formatted(
                                    prefix,
                                    address(prefix.isIpv6(), number, GATEWAY),
                                    1500 - MTU_LESS));
        }
        overlay.prepare(format, List.of(peer));
    }

    Paths paths() {
        return new PathTable(datapath.core(), datapath.config());
    }

    /** As another host's daemon sees this one. */
    Peer peer(boolean ipv6) {
        return new Peer(
                "host" + number,
                number,
                List.of(underlay(ipv6)),
                List.of(prefix(false, number), prefix(true, number)),
                "default",
                Optional.empty());
    }

    Shell.Outcome ping(String target, int times) {
        return ping(target, 0.05, times);
    }

    /**
     * Echo requests from the endpoint.
     *
     * @param interval seconds between two
     */
    Shell.Outcome ping(String target, double interval, int times) {
        return Shell.run(endpoint.name(), pingCommand(target, interval, times));
    }

    Shell.Outcome pingFromHost(String target) {
        return Shell.run(namespace(), pingCommand(target, 0.05, 2));
    }

    private static String pingCommand(String target, double interval, int times) {
        return "ping -n -i %s -W 2 -c %d %s".formatted(interval, times, target);
    }

    List<Drops.Count> drops() {
        return new DropTable(datapath.core()).list();
    }

    /** As a stop and a new start of the daemon. */
    void restart() {
        overlay.deactivate();
        datapath.restart();
        overlay = overlay(Map.of());
    }

    /** A bundle's start, with settings that differ from the defaults. */
    private Overlay overlay(Map<String, Integer> differing) {
        return new Overlay(
                datapath.loader(NAME, "1.0.0"),
                datapath.pipelineOf(NAME, "1.0.0"),
                net,
                settings(differing));
    }

    static OverlaySettings settings(Map<String, Integer> differing) {
        return OverlaySettings.class.cast(
                Proxy.newProxyInstance(
                        OverlaySettings.class.getClassLoader(),
                        new Class<?>[] {OverlaySettings.class},
                        (self, method, arguments) ->
                                differing.getOrDefault(
                                        method.getName(), (Integer) method.getDefaultValue())));
    }

    @Override
    public void close() {
        try {
            overlay.deactivate();
            datapath.close();
        } finally {
            closeNamespaces();
        }
    }

    private void closeNamespaces() {
        net.close();
        host.close();
        endpoint.close();
        namespaces.delete(host.name());
        namespaces.delete(endpoint.name());
    }
}

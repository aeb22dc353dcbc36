package org.vibrissa.policy.internal.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.datapath.internal.core.RootAttachments;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.datapath.internal.tables.EndpointTable;
import org.vibrissa.datapath.internal.tables.IpcacheTable;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.internal.NamespaceFolder;
import org.vibrissa.netlink.internal.NetlinkService;

/**
 * A host with one endpoint, whose packets to the world get the host's address, and the world on the
 * other end of its underlay.
 */
final class HostNet implements AutoCloseable {
    static final String HOST = "192.0.2.1";
    static final String WORLD = "192.0.2.9";
    static final String ENDPOINT = "10.9.0.2";
    static final String GATEWAY = "10.9.0.1";
    static final int ENDPOINT_ID = 7;
    static final int ENDPOINT_IDENTITY = 1007;
    static final int WORLD_IDENTITY = 2;
    static final int HOST_IDENTITY = 1;

    private static final String NAME = "org.vibrissa.policy";

    private final NamespaceFolder namespaces = new NamespaceFolder();
    private final NetlinkService netlink = new NetlinkService(namespaces);
    final NetworkNamespace host = namespaces.create(name("h"));
    final NetworkNamespace endpoint = namespaces.create(name("e"));
    final NetworkNamespace world = namespaces.create(name("w"));
    final LiveDatapath datapath;
    final PolicyMaps maps;
    final PolicyStage stage;
    final RootAttachments roots;

    HostNet(Path folder) throws IOException, InterruptedException {
        devices();
        datapath = new LiveDatapath(folder);
        var loader = datapath.loader(NAME, "1.0.0");
        roots =
                new RootAttachments(
                        datapath.core(), datapath.pipeline(), datapath.config(), netlink);
        maps = new PolicyMaps(loader, this::judge, 1000);
        stage =
                new PolicyStage(
                        loader, datapath.pipelineOf(NAME, "1.0.0"), datapath.config(), maps);
        tables();
    }

    private static String name(String kind) {
        return "vt" + ProcessHandle.current().pid() + "p" + kind;
    }

    private void devices() throws IOException, InterruptedException {
        must(
                host,
                ("ip link set lo up; sysctl -wq net.ipv4.ip_forward=1;"
                                + " ip link add vib_host arp off type veth peer name vib_net;"
                                + " sysctl -wq net.ipv4.conf.vib_host.rp_filter=0"
                                + " net.ipv4.conf.all.rp_filter=0;"
                                + " ip link set vib_host up; ip link set vib_net arp off up;"
                                + " ip addr add %s/32 dev vib_host;"
                                + " ip link add lxc1 up type veth peer name eth0 netns %s;"
                                + " ip link add under up type veth peer name under netns %s;"
                                + " ip addr add %s/24 dev under;"
                                + " ip route add 10.9.0.0/24 dev vib_host src %s;"
                                + " nft add table ip t;"
                                + " nft add chain ip t c '{ type nat hook postrouting priority 100; }';"
                                + " nft add rule ip t c ip saddr 10.9.0.0/24 oif under masquerade")
                        .formatted(GATEWAY, endpoint.name(), world.name(), HOST, GATEWAY));
        must(
                world,
                ("ip link set lo up; ip link set under up; ip addr add %s/24 dev under;"
                                + " ip route add 10.9.0.0/24 via %s")
                        .formatted(WORLD, HOST));
        must(
                endpoint,
                ("ip link set lo up; ip link set eth0 up; ip addr add %s/32 dev eth0;"
                                + " ip route add %s dev eth0; ip route add default via %s dev eth0")
                        .formatted(ENDPOINT, GATEWAY, GATEWAY));
    }

    private void tables() {
        try (Rtnetlink net = netlink.open(host);
                Rtnetlink inside = netlink.open(endpoint)) {
            var door = net.links().get("vib_host");
            MacAddress mac = door.mac().orElseThrow();
            var device = net.links().get("lxc1");
            var under = net.links().get("under");
            datapath.config()
                    .update(c -> c.withHostIfindex(door.index()).withHostMac(mac.toBytes()));
            new EndpointTable(datapath.core(), datapath.config())
                    .put(
                            IpAddresses.parse(ENDPOINT),
                            new LocalEndpoints.Entry(
                                    ENDPOINT_ID,
                                    ENDPOINT_IDENTITY,
                                    device.index(),
                                    inside.links().get("eth0").mac().orElseThrow(),
                                    mac,
                                    true,
                                    true,
                                    false,
                                    1500));
            Ipcache ipcache = new IpcacheTable(datapath.core(), datapath.config(), datapath.node());
            for (String own : new String[] {HOST, GATEWAY}) {
                ipcache.put(
                        "test",
                        100,
                        IpPrefix.host(IpAddresses.parse(own)),
                        new Ipcache.Entry(HOST_IDENTITY, 0, 0, Ipcache.Place.HOST));
            }
            inHost(
                    () -> {
                        roots.attach(device.index(), "lxc1", Chain.EP);
                        roots.attach(under.index(), "under", Chain.NET);
                        return roots.attach(door.index(), "vib_host", Chain.HOST);
                    });
        }
    }

    private void judge(boolean on) {
        inHost(
                () -> {
                    roots.judge(on);
                    return null;
                });
    }

    <T> T inHost(Callable<T> action) {
        try {
            return namespaces.inNamespace(host, action);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Whether one echo request is answered. */
    boolean pings(NetworkNamespace from, String to) throws IOException, InterruptedException {
        return run(from, "ping -n -W 1 -c 1 " + to).code == 0;
    }

    /** What the shell says of a TCP connection to a port nobody listens on, or after a second. */
    String connects(NetworkNamespace from, String to) throws IOException, InterruptedException {
        return run(from, "timeout 1 bash -c 'exec 3<>/dev/tcp/" + to + "/81' || echo code $?").text;
    }

    record Outcome(int code, String text) {}

    Outcome run(NetworkNamespace in, String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("nsenter", "--net=/run/netns/" + in.name(), "sh", "-ec", command)
                        .redirectErrorStream(true)
                        .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), text);
        }
    }

    private void must(NetworkNamespace in, String command)
            throws IOException, InterruptedException {
        Outcome outcome = run(in, command);
        if (outcome.code != 0) {
            close();
            throw new AssertionError(command + ": " + outcome.text);
        }
    }

    @Override
    public void close() {
        if (datapath != null) {
            roots.detachAll();
            datapath.close();
        }
        for (NetworkNamespace each : new NetworkNamespace[] {host, endpoint, world}) {
            each.close();
            namespaces.delete(each.name());
        }
    }
}

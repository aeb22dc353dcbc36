package org.vibrissa.node.internal.view;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.Paths;
import org.vibrissa.datapath.Slots;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;

/** What the kernel's maps say of other hosts, with the names that go with the numbers. */
@Component(service = KernelTables.class)
public final class KernelTables {
    /**
     * A node.
     *
     * @param id its number
     * @param name its name, empty when no declared node has the number
     * @param address where tunnels to it go
     * @param source where they come from
     * @param group number of its path group
     * @param mtu bytes of IP the underlay carries
     * @param mac destination of inner frames, empty unless it is a foreign tunnel endpoint
     * @param hops {@code via ROUTER dev DEVICE} or {@code dev DEVICE}
     */
    public record NodeLine(
            long id,
            String name,
            String address,
            String source,
            int group,
            int mtu,
            String mac,
            List<String> hops) {}

    /**
     * A path group.
     *
     * @param group its number
     * @param name its name, empty when it is not declared
     * @param slot the forward slot in force
     * @param stage the slot's name
     * @param mode the mode in force, empty when it is not known
     */
    public record GroupLine(int group, String name, int slot, String stage, String mode) {}

    /**
     * A prefix behind a tunnel.
     *
     * @param prefix the prefix
     * @param node the node's underlay address
     * @param name the node's name
     * @param mode the mode that carries it
     */
    public record TunnelLine(String prefix, String node, String name, String mode) {}

    private final Paths paths;
    private final Ipcache ipcache;
    private final Peers peers;
    private final Netlink netlink;

    @Activate
    public KernelTables(
            @Reference Paths paths,
            @Reference Ipcache ipcache,
            @Reference Peers peers,
            @Reference Netlink netlink) {
        this.paths = paths;
        this.ipcache = ipcache;
        this.peers = peers;
        this.netlink = netlink;
    }

    public List<NodeLine> nodes() {
        Map<Integer, String> names = names();
        Map<Integer, String> devices = new HashMap<>();
        netlink.own().links().list().forEach(link -> devices.put(link.index(), link.name()));
        return paths.nodes().entrySet().stream()
                .map(
                        each ->
                                line(
                                        each.getKey(),
                                        names.getOrDefault(each.getKey(), ""),
                                        each.getValue(),
                                        devices))
                .sorted(Comparator.comparing(NodeLine::name).thenComparing(NodeLine::id))
                .toList();
    }

    private static NodeLine line(
            int id, String name, Paths.NodeEntry node, Map<Integer, String> devices) {
        return new NodeLine(
                Integer.toUnsignedLong(id),
                name,
                IpAddresses.format(node.address()),
                IpAddresses.format(node.source()),
                node.group(),
                node.mtu(),
                node.mac().map(MacAddress::toString).orElse(""),
                node.hops().stream().map(hop -> hop(hop, node, devices)).toList());
    }

    private static String hop(Paths.Hop hop, Paths.NodeEntry node, Map<Integer, String> devices) {
        String device =
                "dev " + devices.getOrDefault(hop.ifindex(), "#" + hop.ifindex() + " (gone)");
        return hop.nextHop().equals(node.address())
                ? device
                : "via " + IpAddresses.format(hop.nextHop()) + " " + device;
    }

    public List<GroupLine> groups() {
        Map<Integer, String> names = new HashMap<>();
        Map<Integer, String> modes = new HashMap<>();
        for (PathGroup group : peers.groups()) {
            names.put(group.number(), group.name());
            names.put(group.probeNumber(), group.name() + " (health probes)");
            modes.put(group.number(), group.modeInForce());
        }
        return paths.groups().entrySet().stream()
                .map(
                        each ->
                                new GroupLine(
                                        each.getKey(),
                                        names.getOrDefault(each.getKey(), ""),
                                        each.getValue(),
                                        Slots.name(each.getValue()),
                                        modes.getOrDefault(each.getKey(), "")))
                .sorted(Comparator.comparingInt(GroupLine::group))
                .toList();
    }

    /**
     * Prefixes whose group is not carried natively, without those of health probes and the single
     * endpoints behind a prefix that is listed.
     */
    public List<TunnelLine> tunnels() {
        Map<Integer, String> names = names();
        Map<Integer, Paths.NodeEntry> nodes = paths.nodes();
        Map<Integer, Integer> slots = paths.groups();
        return ipcache.list().entrySet().stream()
                .filter(each -> each.getValue().place() == Ipcache.Place.NODE)
                .filter(each -> each.getValue().group() <= PathGroup.LARGEST_NUMBER)
                .filter(each -> nodes.containsKey(each.getValue().node()))
                .filter(each -> !behindPrefix(each.getKey(), each.getValue().node()))
                .filter(each -> tunnelled(slots.getOrDefault(each.getValue().group(), 0)))
                .map(
                        each ->
                                new TunnelLine(
                                        each.getKey().toString(),
                                        IpAddresses.format(
                                                nodes.get(each.getValue().node()).address()),
                                        names.getOrDefault(each.getValue().node(), ""),
                                        Slots.name(slots.get(each.getValue().group()))
                                                .replace("forward-", "")))
                .sorted(Comparator.comparing(TunnelLine::prefix))
                .toList();
    }

    private boolean behindPrefix(IpPrefix prefix, int node) {
        return prefix.isHost()
                && peers.list().stream()
                        .filter(peer -> peer.id() == node)
                        .flatMap(peer -> peer.prefixes().stream())
                        .anyMatch(p -> !p.isHost() && p.contains(prefix));
    }

    private static boolean tunnelled(int slot) {
        return slot == Slots.FORWARD_VXLAN || slot == Slots.FORWARD_GENEVE;
    }

    private Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Peer peer : peers.list()) {
            names.put(peer.id(), peer.name());
        }
        return names;
    }
}

package org.vibrissa.datapath.internal.tables;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.datapath.Paths;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.internal.bpf.Group;
import org.vibrissa.datapath.internal.bpf.Node;
import org.vibrissa.datapath.internal.bpf.NodeKey;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/**
 * Nodes in {@code vib_nodes} and groups in {@code vib_groups}; the kernel's maps are the only copy.
 * Flows remember the numbers of node and group alone and stages look both up for each packet, so
 * only a node that goes makes stale what flows remember.
 */
@Component
public final class PathTable implements Paths {
    private static final int GROUPS = 256;
    private static final int OWN_MAC = 1;
    private static final int MTU_MAX = 0xffff;

    private final BpfMap<NodeKey, Node> nodes;
    private final BpfMap<Integer, Group> groups;
    private final Runnable removed;

    @Activate
    public PathTable(@Reference CoreObjects core, @Reference LiveConfig config) {
        this(core.tables().nodes(), core.tables().groups(), config::nextGeneration);
    }

    /**
     * Over these maps.
     *
     * @param removed run after a node went
     */
    PathTable(BpfMap<NodeKey, Node> nodes, BpfMap<Integer, Group> groups, Runnable removed) {
        this.nodes = nodes;
        this.groups = groups;
        this.removed = removed;
    }

    @Override
    public void putNode(int id, NodeEntry node) {
        check(id, node);
        Node value =
                Node.ZERO
                        .withFamily(Words.family(node.address()))
                        .withAddr(Words.of(node.address()))
                        .withSource(Words.of(node.source()))
                        .withGroup(node.group())
                        .withFlags(node.mac().isPresent() ? OWN_MAC : 0)
                        .withMtu(node.mtu())
                        .withMac(node.mac().orElse(MacAddress.ZERO).toBytes())
                        .withHops(node.hops().size())
                        .withHop(hops(node.hops()));
        NodeKey key = new NodeKey(id);
        if (!nodes.get(key).equals(Optional.of(value))) {
            nodes.put(key, value);
        }
    }

    private static void check(int id, NodeEntry node) {
        if (id == 0) {
            throw new IllegalArgumentException("0 is no node's number");
        }
        if (IpAddresses.isIpv6(node.address()) != IpAddresses.isIpv6(node.source())) {
            throw new IllegalArgumentException(
                    "a tunnel from %s to %s would mix address families"
                            .formatted(
                                    IpAddresses.format(node.source()),
                                    IpAddresses.format(node.address())));
        }
        group(node.group());
        if (node.mtu() < 0 || node.mtu() > MTU_MAX) {
            throw new IllegalArgumentException("MTU out of range 0..65535: " + node.mtu());
        }
        int room = Node.ZERO.hop().size();
        if (node.hops().size() > room) {
            throw new IllegalArgumentException(
                    "%d ways to node %s, room for %d"
                            .formatted(
                                    node.hops().size(), IpAddresses.format(node.address()), room));
        }
    }

    private static List<org.vibrissa.datapath.internal.bpf.Hop> hops(List<Hop> ways) {
        List<org.vibrissa.datapath.internal.bpf.Hop> all = new ArrayList<>(Node.ZERO.hop());
        for (int i = 0; i < ways.size(); i++) {
            InetAddress next = ways.get(i).nextHop();
            all.set(
                    i,
                    new org.vibrissa.datapath.internal.bpf.Hop(
                            ways.get(i).ifindex(), Words.family(next), Words.of(next)));
        }
        return all;
    }

    @Override
    public void removeNode(int id) {
        if (nodes.delete(new NodeKey(id))) {
            removed.run();
        }
    }

    @Override
    public Map<Integer, NodeEntry> nodes() {
        Map<Integer, NodeEntry> all = new HashMap<>();
        nodes.forEach((key, value) -> all.put(key.id(), entry(value)));
        return all;
    }

    private static NodeEntry entry(Node value) {
        return new NodeEntry(
                Words.address(value.family(), value.addr()),
                Words.address(value.family(), value.source()),
                value.group(),
                value.mtu(),
                (value.flags() & OWN_MAC) == 0
                        ? Optional.empty()
                        : Optional.of(MacAddress.of(value.mac())),
                value.hop().subList(0, value.hops()).stream()
                        .map(hop -> new Hop(hop.ifindex(), Words.address(hop.family(), hop.next())))
                        .toList());
    }

    @Override
    public void setGroup(int group, int slot) {
        if (slot != 0 && (slot < Slots.FORWARD_VXLAN || slot > Slots.FORWARD_VENDOR)) {
            throw new IllegalArgumentException("slot " + slot + " is no forward slot");
        }
        groups.put(group(group), new Group(slot));
    }

    private static int group(int number) {
        if (number < 1 || number >= GROUPS) {
            throw new IllegalArgumentException("path group out of range 1..255: " + number);
        }
        return number;
    }

    @Override
    public Map<Integer, Integer> groups() {
        Map<Integer, Integer> all = new HashMap<>();
        groups.forEach(
                (group, value) -> {
                    if (value.slot() != 0) {
                        all.put(group, value.slot());
                    }
                });
        return all;
    }
}

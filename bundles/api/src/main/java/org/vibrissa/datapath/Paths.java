package org.vibrissa.datapath;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.MacAddress;

/**
 * How packets get to other hosts: the kernel's tables of nodes ({@code vib_nodes}) and of path
 * groups ({@code vib_groups}). Writes go to the kernel at once and outlive the daemon. Thread safe.
 */
@ProviderType
public interface Paths {
    /**
     * One way to a node.
     *
     * @param ifindex the underlay device
     * @param nextHop the neighbour to send to: the node itself when it is on link, else a router
     */
    record Hop(int ifindex, InetAddress nextHop) {}

    /**
     * Another host, or a foreign tunnel endpoint.
     *
     * @param address its underlay address, destination of tunnels to it
     * @param source our underlay address toward it, source of tunnels
     * @param group its path group, 1..255
     * @param mtu bytes of IP that the underlay carries to it
     * @param mac destination MAC of inner frames when a foreign tunnel endpoint wants its own
     * @param hops 1..4 equal ways, chosen by the flow's hash; none when there is no route
     */
    record NodeEntry(
            InetAddress address,
            InetAddress source,
            int group,
            int mtu,
            Optional<MacAddress> mac,
            List<Hop> hops) {
        public NodeEntry {
            hops = List.copyOf(hops);
        }
    }

    /**
     * Adds or changes a node.
     *
     * @param id 1..2^32-1 as an unsigned int
     */
    void putNode(int id, NodeEntry node);

    /** No error when it is not there. */
    void removeNode(int id);

    /** All nodes, read from the kernel. */
    Map<Integer, NodeEntry> nodes();

    /**
     * Puts a group's forward slot in force by one 4-byte write: a packet meets the old or the new
     * one, never none.
     *
     * @param group 1..255
     * @param slot a forward slot, {@link Slots#FORWARD_VXLAN} to {@link Slots#FORWARD_VENDOR}, or 0
     *     for none
     */
    void setGroup(int group, int slot);

    /** Groups with a forward slot in force, read from the kernel. */
    Map<Integer, Integer> groups();
}

package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.Neighbour.NeighbourFlag;
import org.vibrissa.netlink.Neighbour.NeighbourState;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Rtnetlink;

/**
 * The MACs of next hops, which the kernel is asked to know always: a packet that has to wait for
 * one may be lost. Ours are known by their protocol number; those that a user set by hand, and
 * those of others, are left alone. Used by one thread at a time.
 */
final class HopNeighbours {
    /** As of our routes. */
    static final int PROTOCOL = 118;

    private static final Logger LOG = LoggerFactory.getLogger(HopNeighbours.class);

    private final Rtnetlink net;
    private final Set<Hop> refused = new HashSet<>();
    private Optional<Set<Hop>> kept = Optional.empty();

    HopNeighbours(Rtnetlink net) {
        this.net = net;
    }

    /**
     * Keeps these known and no others.
     *
     * @param look whether devices or routes changed, so that the kernel may have forgotten some
     */
    void keep(Set<Hop> wanted, boolean look) {
        if (!look && kept.filter(wanted::equals).isPresent()) {
            return;
        }
        List<Neighbour> there = net.neighbours().list();
        for (Neighbour neighbour : there) {
            if (ours(neighbour) && !wanted.contains(hop(neighbour))) {
                net.neighbours().delete(neighbour);
            }
        }
        refused.retainAll(wanted);
        for (Hop hop : wanted) {
            Optional<Neighbour> now =
                    there.stream().filter(n -> !proxy(n) && hop(n).equals(hop)).findFirst();
            if (now.filter(n -> ours(n) || !free(n)).isEmpty() && resolves(hop)) {
                put(hop);
            }
        }
        kept = Optional.of(Set.copyOf(wanted));
    }

    private void put(Hop hop) {
        try {
            net.neighbours().replace(Neighbour.managed(hop.ifindex(), hop.nextHop(), PROTOCOL));
            refused.remove(hop);
        } catch (NetlinkException e) {
            if (!e.isAbsent() && refused.add(hop)) {
                LOG.warn(
                        "the kernel does not keep next hop {} known; the first packet to it may be"
                                + " late: {}",
                        IpAddresses.format(hop.nextHop()),
                        e.getMessage());
            }
        }
    }

    /** There is nothing to find out on a device without addresses of its own link. */
    private boolean resolves(Hop hop) {
        return net.links()
                .find(hop.ifindex())
                .filter(link -> !link.flags().contains(Link.LinkFlag.NOARP))
                .isPresent();
    }

    private static boolean free(Neighbour neighbour) {
        return neighbour.state() != NeighbourState.PERMANENT
                && neighbour.state() != NeighbourState.NOARP
                && !neighbour.flags().contains(NeighbourFlag.MANAGED)
                && !neighbour.flags().contains(NeighbourFlag.EXT_LEARNED);
    }

    private static boolean ours(Neighbour neighbour) {
        return neighbour.protocol() == PROTOCOL
                && neighbour.flags().contains(NeighbourFlag.MANAGED);
    }

    private static boolean proxy(Neighbour neighbour) {
        return neighbour.flags().contains(NeighbourFlag.PROXY);
    }

    private static Hop hop(Neighbour neighbour) {
        return new Hop(neighbour.interfaceIndex(), neighbour.address());
    }

    /** Ours as the kernel has them, {@code ADDRESS dev NAME}. */
    List<String> list() {
        List<String> texts = new ArrayList<>();
        for (Neighbour neighbour : net.neighbours().list()) {
            if (ours(neighbour)) {
                texts.add(text(neighbour.address(), neighbour.interfaceIndex()));
            }
        }
        return List.copyOf(texts);
    }

    private String text(InetAddress address, int index) {
        String device = net.links().find(index).map(Link::name).orElse("if" + index);
        return IpAddresses.format(address) + " dev " + device;
    }

    /** Ours go; the kernel finds out again whom it needs. */
    void clear() {
        keep(Set.of(), true);
    }
}

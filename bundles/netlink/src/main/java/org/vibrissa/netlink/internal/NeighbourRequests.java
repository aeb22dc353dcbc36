package org.vibrissa.netlink.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.ForwardingEntry;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.Neighbours;
import org.vibrissa.netlink.NetlinkException;

/** Neighbours and forwarding entries in the namespace of one conversation. */
final class NeighbourRequests implements Neighbours {
    private final Conversation kernel;

    NeighbourRequests(Conversation kernel) {
        this.kernel = kernel;
    }

    @Override
    public void replace(Neighbour neighbour) {
        kernel.ask(
                "replace neighbour " + describe(neighbour),
                Rtm.NEWNEIGH,
                Conversation.CREATE | Conversation.REPLACE,
                out -> NeighbourCodec.encode(out, neighbour));
    }

    @Override
    public boolean delete(Neighbour neighbour) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete neighbour " + describe(neighbour),
                                Rtm.DELNEIGH,
                                0,
                                out -> NeighbourCodec.encode(out, neighbour)));
    }

    private static String describe(Neighbour neighbour) {
        return IpAddresses.format(neighbour.address()) + " on link " + neighbour.interfaceIndex();
    }

    @Override
    public List<Neighbour> list() {
        return list(0);
    }

    @Override
    public List<Neighbour> list(int interfaceIndex) {
        List<Neighbour> all = new ArrayList<>();
        for (int family : new int[] {Rtm.AF_INET, Rtm.AF_INET6}) {
            all.addAll(table(family, interfaceIndex, false));
            all.addAll(table(family, interfaceIndex, true));
        }
        return List.copyOf(all);
    }

    private List<Neighbour> table(int family, int interfaceIndex, boolean proxies) {
        try {
            return kernel.dump(
                    "list neighbours",
                    Rtm.GETNEIGH,
                    out -> NeighbourCodec.filter(out, family, interfaceIndex, proxies),
                    message ->
                            message.family() != family
                                    ? Optional.empty()
                                    : NeighbourCodec.decode(message)
                                            .filter(
                                                    n ->
                                                            interfaceIndex == 0
                                                                    || n.interfaceIndex()
                                                                            == interfaceIndex));
        } catch (NetlinkException e) {
            if (interfaceIndex != 0 && e.errno() == Errno.ENODEV) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void replace(ForwardingEntry entry) {
        boolean one = !entry.mac().isMulticast() && entry.mac().bits() != 0;
        kernel.ask(
                "replace forwarding entry " + describe(entry),
                Rtm.NEWNEIGH,
                Conversation.CREATE | (one ? Conversation.REPLACE : Conversation.APPEND),
                out -> NeighbourCodec.encode(out, entry));
    }

    @Override
    public boolean delete(ForwardingEntry entry) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete forwarding entry " + describe(entry),
                                Rtm.DELNEIGH,
                                0,
                                out -> NeighbourCodec.encode(out, entry)));
    }

    private static String describe(ForwardingEntry entry) {
        return entry.mac() + " on link " + entry.interfaceIndex();
    }

    @Override
    public List<ForwardingEntry> forwarding(int interfaceIndex) {
        return kernel.dump(
                "list forwarding entries of " + interfaceIndex,
                Rtm.GETNEIGH,
                out -> NeighbourCodec.filter(out, Rtm.AF_BRIDGE, interfaceIndex, false),
                message ->
                        NeighbourCodec.decodeForwarding(message)
                                .filter(e -> e.interfaceIndex() == interfaceIndex));
    }
}

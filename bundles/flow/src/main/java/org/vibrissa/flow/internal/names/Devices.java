package org.vibrissa.flow.internal.names;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;

/** The names of this host's devices. */
final class Devices implements AutoCloseable {
    private final History<Integer, String> names;
    private final Set<Integer> present = new HashSet<>();
    private final Rtnetlink netlink;
    private final Rtnetlink.Subscription subscription;

    /** Follows from now on. */
    Devices(Rtnetlink netlink, LongSupplier clock, long slack, int limit) {
        this.netlink = netlink;
        names = new History<>(clock, slack, limit);
        subscription =
                netlink.subscribe(
                        Set.of(Rtnetlink.EventGroup.LINK), "vib-flow-devices", this::changed);
        list();
        names.opened();
    }

    private synchronized void list() {
        Set<Integer> gone = new HashSet<>(present);
        for (Link link : netlink.links().list()) {
            put(link);
            gone.remove(link.index());
        }
        gone.forEach(this::remove);
    }

    private synchronized void changed(NetlinkEvent event) {
        if (event instanceof NetlinkEvent.LinkChanged changed) {
            put(changed.link());
        } else if (event instanceof NetlinkEvent.LinkRemoved removed) {
            remove(removed.link().index());
        } else if (event instanceof NetlinkEvent.Resync) {
            list();
        }
    }

    private void put(Link link) {
        present.add(link.index());
        names.put(link.index(), link.name());
    }

    private void remove(int index) {
        present.remove(index);
        names.remove(index);
    }

    Optional<String> name(int ifindex, long time) {
        return names.at(ifindex, time);
    }

    void prune(long time) {
        names.prune(time);
    }

    void rebase() {
        names.rebase();
    }

    @Override
    public void close() {
        subscription.close();
    }
}

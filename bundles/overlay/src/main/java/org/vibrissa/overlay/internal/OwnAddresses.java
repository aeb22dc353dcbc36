package org.vibrissa.overlay.internal;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Scope;

/** The addresses of this host to which tunnels may come: all but those of link and host scope. */
final class OwnAddresses implements AutoCloseable {
    private final Rtnetlink net;
    private final Consumer<Set<InetAddress>> listener;
    private final Rtnetlink.Subscription subscription;

    /** Tells the listener now, and on a thread of its own after each change. */
    OwnAddresses(Rtnetlink net, Consumer<Set<InetAddress>> listener) {
        this.net = net;
        this.listener = listener;
        this.subscription =
                net.subscribe(
                        EnumSet.of(Rtnetlink.EventGroup.ADDRESS),
                        "vib-overlay-addresses",
                        event -> tell());
        tell();
    }

    private void tell() {
        listener.accept(
                net.addresses().list().stream()
                        .filter(address -> address.scope() == Scope.UNIVERSE)
                        .map(InterfaceAddress::prefix)
                        .map(IpPrefix::address)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void close() {
        subscription.close();
    }
}

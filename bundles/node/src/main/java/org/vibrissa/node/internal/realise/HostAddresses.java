package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.InterfaceAddress.AddressFlag;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Scope;

/**
 * The addresses of this host, followed, and which of them are its underlay's. Thread safe; asking
 * what is known does not block.
 */
@Component(service = HostAddresses.class)
public final class HostAddresses {
    private final Rtnetlink net;
    private final Attachments attachments;
    private final Rtnetlink.Subscription subscription;
    private volatile Set<InetAddress> all;
    private volatile List<InetAddress> underlay = List.of();

    @Activate
    public HostAddresses(@Reference Netlink netlink, @Reference Attachments attachments) {
        this.net = netlink.own();
        this.attachments = attachments;
        this.subscription =
                net.subscribe(
                        EnumSet.of(Rtnetlink.EventGroup.ADDRESS),
                        "vib-host-addresses",
                        this::event);
        this.all = read();
    }

    @Deactivate
    void deactivate() {
        subscription.close();
    }

    private void event(NetlinkEvent event) {
        all = read();
    }

    private Set<InetAddress> read() {
        return net.addresses().list().stream()
                .map(address -> address.prefix().address())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether any device of this host has it. */
    public boolean has(InetAddress address) {
        return all.contains(address);
    }

    /** What {@link #choose} chose last. */
    public List<InetAddress> underlay() {
        return underlay;
    }

    /**
     * Chooses the underlay addresses, at most one of each family.
     *
     * @param configured taken as they are when there are any
     * @param published what other hosts know: kept as long as this host has them
     */
    List<InetAddress> choose(List<InetAddress> configured, List<InetAddress> published) {
        if (!configured.isEmpty()) {
            underlay = List.copyOf(configured);
            return underlay;
        }
        List<InetAddress> chosen = new ArrayList<>();
        Set<InetAddress> now = read();
        all = now;
        for (boolean ipv6 : new boolean[] {false, true}) {
            published.stream()
                    .filter(address -> IpAddresses.isIpv6(address) == ipv6)
                    .filter(now::contains)
                    .findFirst()
                    .or(() -> found(ipv6))
                    .ifPresent(chosen::add);
        }
        underlay = List.copyOf(chosen);
        return underlay;
    }

    private Optional<InetAddress> found(boolean ipv6) {
        List<InterfaceAddress> addresses =
                net.addresses().list().stream().filter(a -> usable(a, ipv6)).toList();
        return Stream.of(defaultRouteDevices(ipv6), attachedDevices(), otherDevices())
                .flatMap(List::stream)
                .flatMap(index -> addresses.stream().filter(a -> a.interfaceIndex() == index))
                .map(address -> address.prefix().address())
                .findFirst();
    }

    private static boolean usable(InterfaceAddress address, boolean ipv6) {
        return address.prefix().isIpv6() == ipv6
                && address.scope() == Scope.UNIVERSE
                && address.flags().stream()
                        .noneMatch(
                                flag ->
                                        flag == AddressFlag.SECONDARY
                                                || flag == AddressFlag.DEPRECATED
                                                || flag == AddressFlag.DADFAILED);
    }

    private List<Integer> defaultRouteDevices(boolean ipv6) {
        return net.routes().list(RouteFilter.all().family(ipv6).inTable(Route.TABLE_MAIN)).stream()
                .filter(route -> route.destination().length() == 0)
                .sorted(Comparator.comparingInt(Route::metric))
                .flatMap(route -> route.nextHops().stream())
                .map(NextHop::interfaceIndex)
                .toList();
    }

    private List<Integer> attachedDevices() {
        return attachments.list().stream()
                .filter(attachment -> attachment.chain() == Chain.NET)
                .map(Attachments.Attachment::ifindex)
                .toList();
    }

    private List<Integer> otherDevices() {
        return net.links().list().stream()
                .filter(link -> !link.flags().contains(Link.LinkFlag.LOOPBACK) && link.isUp())
                .filter(link -> !link.name().startsWith("vib_") && link.alias().isEmpty())
                .map(Link::index)
                .toList();
    }
}

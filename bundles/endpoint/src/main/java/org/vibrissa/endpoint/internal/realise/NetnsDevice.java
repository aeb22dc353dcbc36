package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Scope;
import org.vibrissa.netlink.Sysctl;
import org.vibrissa.netlink.VethSpec;

/**
 * A veth pair into a network namespace: {@code lxc...} on the host, {@code eth0} with address and
 * routes inside. What is there already, from an earlier daemon, is kept and only completed.
 */
final class NetnsDevice {
    private final Netlink netlink;
    private final NetworkNamespaces namespaces;
    private final Sysctl sysctl;
    private final HostDevice host;
    private final RouteMtu mtu;

    NetnsDevice(
            Netlink netlink,
            NetworkNamespaces namespaces,
            Sysctl sysctl,
            HostDevice host,
            RouteMtu mtu) {
        this.netlink = netlink;
        this.namespaces = namespaces;
        this.sysctl = sysctl;
        this.host = host;
        this.mtu = mtu;
    }

    /**
     * Makes or completes the pair. The host side stays down until {@link #open}.
     *
     * @throws NotYet when the namespace is not there
     */
    Attached attach(Plan plan) {
        EndpointSpec spec = plan.spec();
        try (NetworkNamespace namespace = namespace(spec);
                Rtnetlink inside = netlink.open(namespace)) {
            if (namespace.id().equals(netlink.own().namespace())) {
                throw new NotYet("namespace " + namespace.name() + " is the daemon's own");
            }
            MacAddress mac = spec.mac().orElseGet(() -> Derived.endpointMac(plan.uid()));
            int mtu = spec.mtu().orElse(host.mtu());
            Link outer = outer(plan, namespace, inside, mac, mtu);
            Link inner = inside.links().get(spec.interfaceName());
            inside.links()
                    .change(inner.index(), LinkChange.nothing().withMtu(mtu).withMac(mac).withUp());
            sysctl.write(namespace, "net/ipv6/conf/" + spec.interfaceName() + "/accept_ra", "0");
            addresses(inside, inner, plan.addresses());
            InnerRoutes.write(
                    inside, inside.links().get(inner.name()), plan.gateways(), this.mtu.bytes());
            return new Attached(outer.name(), outer.index(), mac, true, mtu);
        } catch (NetlinkException e) {
            throw new NotYet(e.getMessage(), e);
        }
    }

    private NetworkNamespace namespace(EndpointSpec spec) {
        try {
            if (spec.pid().isPresent()) {
                return namespaces.ofProcess(spec.pid().getAsInt());
            }
            String name = spec.netns().orElseThrow();
            return name.startsWith("/") ? namespaces.open(Path.of(name)) : namespaces.open(name);
        } catch (NetlinkException e) {
            throw new NotYet(e.getMessage(), e);
        }
    }

    private Link outer(
            Plan plan, NetworkNamespace namespace, Rtnetlink inside, MacAddress mac, int mtu) {
        String name = Derived.deviceName(plan.spec(), plan.uid());
        Optional<Link> known = netlink.own().links().find(name);
        if (known.isPresent() && leadsTo(known.get(), inside, plan.spec().interfaceName())) {
            return known.get();
        }
        known.ifPresent(stale -> deleteOurs(stale));
        Link made =
                netlink.own()
                        .links()
                        .create(
                                VethSpec.of(name, plan.spec().interfaceName())
                                        .withMac(Derived.deviceMac(plan.uid()))
                                        .withPeerMac(mac)
                                        .withMtu(mtu)
                                        .withPeerNamespace(namespace));
        netlink.own()
                .links()
                .change(
                        made.index(),
                        LinkChange.nothing()
                                .withAddrGenMode(LinkChange.AddrGenMode.NONE)
                                .withAlias("vibrissa endpoint " + plan.resource().key()));
        return made;
    }

    private void deleteOurs(Link stale) {
        if (!stale.alias().startsWith("vibrissa endpoint ")) {
            throw new NotYet(
                    "device %s is somebody else's; the endpoint is made when it is gone"
                            .formatted(stale.name()));
        }
        netlink.own().links().delete(stale.index());
    }

    private static boolean leadsTo(Link outer, Rtnetlink inside, String interfaceName) {
        return inside.links()
                .find(interfaceName)
                .filter(inner -> outer.peerIndex().isPresent())
                .filter(inner -> inner.index() == outer.peerIndex().getAsInt())
                .filter(inner -> inner.peerIndex().isPresent())
                .filter(inner -> inner.peerIndex().getAsInt() == outer.index())
                .isPresent();
    }

    private static void addresses(Rtnetlink inside, Link inner, List<InetAddress> wanted) {
        List<IpPrefix> prefixes = wanted.stream().map(IpPrefix::host).toList();
        List<IpPrefix> there =
                inside.addresses().list(inner.index()).stream()
                        .filter(address -> address.scope() == Scope.UNIVERSE)
                        .map(InterfaceAddress::prefix)
                        .toList();
        there.stream()
                .filter(prefix -> prefix.isHost() && !prefixes.contains(prefix))
                .forEach(
                        prefix ->
                                inside.addresses()
                                        .delete(InterfaceAddress.of(inner.index(), prefix)));
        prefixes.stream()
                .filter(prefix -> !there.contains(prefix))
                .forEach(
                        prefix ->
                                inside.addresses()
                                        .add(
                                                InterfaceAddress.of(inner.index(), prefix)
                                                        .with(InterfaceAddress.AddressFlag.NODAD)));
    }

    /** Brings the MTU of the default route to what is known now; nothing else is touched. */
    void reroute(Plan plan) {
        try (NetworkNamespace namespace = namespace(plan.spec());
                Rtnetlink inside = netlink.open(namespace)) {
            Link inner = inside.links().get(plan.spec().interfaceName());
            InnerRoutes.write(inside, inner, plan.gateways(), mtu.bytes());
        } catch (NetlinkException e) {
            throw new NotYet(e.getMessage(), e);
        }
    }

    /**
     * Sets the host side up: from now on packets reach the root, and the endpoint can send.
     *
     * @throws NotYet when the namespace vanished or the pair does not come up
     */
    void open(Plan plan, Attached attached) {
        Link outer = netlink.own().links().get(attached.device());
        if (outer.operState() == Link.OperState.UP) {
            return;
        }
        netlink.own().links().change(outer.index(), LinkChange.nothing().withUp());
        try (NetworkNamespace namespace = namespace(plan.spec());
                Rtnetlink inside = netlink.open(namespace)) {
            Carrier.await(inside.links(), plan.spec().interfaceName());
        } catch (NetlinkException e) {
            throw new NotYet(e.getMessage(), e);
        }
    }

    /** Takes the pair away; none is fine. */
    void remove(EndpointSpec spec, String uid) {
        netlink.own()
                .links()
                .find(Derived.deviceName(spec, uid))
                .filter(link -> link.alias().startsWith("vibrissa endpoint "))
                .ifPresent(link -> netlink.own().links().delete(link.index()));
    }
}

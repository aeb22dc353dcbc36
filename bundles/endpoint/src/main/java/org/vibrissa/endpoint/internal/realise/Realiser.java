package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.netlink.Sysctl;
import org.vibrissa.state.Resource;

/**
 * Makes one endpoint real, or takes one away. Not thread safe: the reconciler's thread calls it.
 */
@Component(service = Realiser.class)
public final class Realiser {
    /** Reserved identity of the host. */
    private static final int HOST_IDENTITY = 1;

    /** Reserved identity of the endpoint that answers health probes. */
    private static final int HEALTH_IDENTITY = 4;

    /** Reserved identity of an endpoint whose labels have no identity yet. */
    private static final int INIT_IDENTITY = 5;

    private final Netlink netlink;
    private final HostDevice host;
    private final Addressing addressing;
    private final Presence presence;
    private final NetnsDevice netns;
    private final HostSideDevice hostSide;
    private final EndpointIds ids;

    @Activate
    public Realiser(
            @Reference Netlink netlink,
            @Reference NetworkNamespaces namespaces,
            @Reference Sysctl sysctl,
            @Reference HostDevice host,
            @Reference Attachments attachments,
            @Reference LocalEndpoints endpoints,
            @Reference Ipcache ipcache,
            @Reference Addressing addressing,
            @Reference RouteMtu mtu) {
        this.netlink = netlink;
        this.host = host;
        this.addressing = addressing;
        this.presence = new Presence(attachments, endpoints, ipcache, host);
        this.netns = new NetnsDevice(netlink, namespaces, sysctl, host, mtu);
        this.hostSide = new HostSideDevice(netlink);
        this.ids = new EndpointIds(presence.knownIds());
    }

    /**
     * Makes what the resource says, keeping what is there already.
     *
     * @throws NotYet when something it needs is missing; what was made so far stays for the next
     *     try
     */
    LocalEndpoint realise(Resource resource, Optional<LocalEndpoint> before) {
        EndpointSpec spec = EndpointSpec.decode(resource.spec());
        if (spec.form() == EndpointForm.HOST) {
            return realiseHost(resource, spec);
        }
        Plan plan = addressing.plan(resource, spec);
        Attached attached =
                spec.form() == EndpointForm.NETNS ? netns.attach(plan) : hostSide.attach(plan);
        before.ifPresent(old -> leaveWhatChanged(old, plan, attached));
        int id = ids.of(plan.uid(), plan.addresses());
        int identity = spec.reserved().isPresent() ? HEALTH_IDENTITY : INIT_IDENTITY;
        presence.enter(id, identity, attached, plan.addresses());
        if (spec.form() == EndpointForm.NETNS) {
            netns.open(plan, attached);
        }
        return new LocalEndpoint(
                resource.key(),
                plan.uid(),
                id,
                spec.form(),
                resource.metadata().labels(),
                identity,
                attached.device(),
                attached.ifindex(),
                attached.mac(),
                plan.addresses());
    }

    private void leaveWhatChanged(LocalEndpoint old, Plan plan, Attached attached) {
        List<InetAddress> gone =
                old.addresses().stream().filter(a -> !plan.addresses().contains(a)).toList();
        presence.leave(old.ifindex() == attached.ifindex() ? 0 : old.ifindex(), gone);
    }

    private LocalEndpoint realiseHost(Resource resource, EndpointSpec spec) {
        List<InetAddress> addresses =
                spec.addresses().isEmpty() ? hostAddresses() : spec.addresses();
        presence.enterHost(HOST_IDENTITY, addresses);
        String uid = resource.metadata().uid();
        return new LocalEndpoint(
                resource.key(),
                uid,
                ids.of(uid, addresses),
                EndpointForm.HOST,
                new TreeMap<>(resource.metadata().labels()),
                HOST_IDENTITY,
                "",
                0,
                MacAddress.ZERO,
                addresses);
    }

    private List<InetAddress> hostAddresses() {
        Set<Integer> loopbacks =
                netlink.own().links().list().stream()
                        .filter(link -> link.flags().contains(Link.LinkFlag.LOOPBACK))
                        .map(Link::index)
                        .collect(Collectors.toSet());
        return netlink.own().addresses().list().stream()
                .filter(address -> address.interfaceIndex() != host.ifindex())
                .filter(address -> !loopbacks.contains(address.interfaceIndex()))
                .map(address -> address.prefix().address())
                .filter(address -> !address.isLinkLocalAddress())
                .distinct()
                .toList();
    }

    /** Takes an endpoint away and gives its addresses back. */
    void remove(Resource resource, Optional<LocalEndpoint> realised) {
        realised.ifPresent(endpoint -> presence.leave(endpoint.ifindex(), endpoint.addresses()));
        String uid = resource.metadata().uid();
        EndpointSpec spec = EndpointSpec.decode(resource.spec());
        if (spec.form() == EndpointForm.NETNS) {
            netns.remove(spec, uid);
        }
        addressing.release(resource);
        ids.release(uid);
    }

    /** Brings the endpoint's routes to the path MTU. */
    void reroute(Resource resource) {
        EndpointSpec spec = EndpointSpec.decode(resource.spec());
        if (spec.form() == EndpointForm.NETNS) {
            netns.reroute(addressing.plan(resource, spec));
        }
    }

    /** Takes it out of the datapath when its device is gone; the declaration stays. */
    void detach(LocalEndpoint endpoint) {
        presence.leave(endpoint.ifindex(), endpoint.addresses());
    }

    /** Whether the endpoint's device is gone, or is another one of the same name. */
    boolean lost(LocalEndpoint endpoint) {
        return endpoint.ifindex() != 0
                && netlink.own()
                        .links()
                        .find(endpoint.ifindex())
                        .filter(link -> link.name().equals(endpoint.device()))
                        .isEmpty();
    }

    /** Removes what earlier daemons left of endpoints that are no more. */
    void prune(Collection<Resource> declared, Collection<LocalEndpoint> realised) {
        Set<String> names =
                declared.stream()
                        .map(
                                resource ->
                                        Derived.deviceName(
                                                EndpointSpec.decode(resource.spec()),
                                                resource.metadata().uid()))
                        .collect(Collectors.toSet());
        netlink.own().links().list().stream()
                .filter(link -> link.alias().startsWith("vibrissa endpoint "))
                .filter(link -> !names.contains(link.name()))
                .forEach(link -> netlink.own().links().delete(link.index()));
        presence.prune(
                realised.stream()
                        .flatMap(endpoint -> endpoint.addresses().stream())
                        .collect(Collectors.toSet()));
        ids.settle();
    }

    /** Removes every device of ours on the host; for a purge. */
    void purge() {
        netlink.own().links().list().stream()
                .filter(link -> link.alias().startsWith("vibrissa endpoint "))
                .forEach(link -> netlink.own().links().delete(link.index()));
    }
}

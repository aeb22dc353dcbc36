package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.vibrissa.endpoint.internal.identify.EndpointLabels;
import org.vibrissa.endpoint.internal.identify.Identification;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.ReservedIdentity;
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
    private final Netlink netlink;
    private final HostDevice host;
    private final Addressing addressing;
    private final Presence presence;
    private final NetnsDevice netns;
    private final HostSideDevice hostSide;
    private final EndpointIds ids;
    private final Identification identities;
    private final Gates gates;
    private final CgroupPresence cgroups;
    private final Cgroups tree = new Cgroups(Path.of("/sys/fs/cgroup"));

    /** What addresses had as identity when the daemon came, until theirs is known. */
    private final Map<InetAddress, Integer> recorded = new HashMap<>();

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
            @Reference RouteMtu mtu,
            @Reference Identification identities,
            @Reference Gates gates,
            @Reference CgroupPresence cgroups) {
        this.netlink = netlink;
        this.host = host;
        this.addressing = addressing;
        this.presence = new Presence(attachments, endpoints, ipcache, host);
        this.netns = new NetnsDevice(netlink, namespaces, sysctl, host, mtu);
        this.hostSide = new HostSideDevice(netlink);
        this.identities = identities;
        this.gates = gates;
        this.cgroups = cgroups;
        Map<InetAddress, Integer> numbers = new HashMap<>();
        presence.known()
                .forEach(
                        (address, row) -> {
                            numbers.put(address, row.id());
                            recorded.put(address, row.identity());
                        });
        this.ids = new EndpointIds(numbers);
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
            return realiseHost(resource, spec, before);
        }
        if (spec.form() == EndpointForm.CGROUP) {
            return realiseCgroup(resource, spec, before);
        }
        Plan plan = addressing.plan(resource, spec);
        Attached attached =
                spec.form() == EndpointForm.NETNS ? netns.attach(plan) : hostSide.attach(plan);
        before.ifPresent(old -> leaveWhatChanged(old, plan, attached));
        int id = ids.of(plan.uid(), plan.addresses());
        int identity = identity(resource, spec, plan.addresses());
        LocalEndpoint endpoint =
                new LocalEndpoint(
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
        open(before, endpoint);
        presence.enter(id, identity, attached, plan.addresses());
        if (spec.form() == EndpointForm.NETNS) {
            netns.open(plan, attached);
        }
        return endpoint;
    }

    private void open(Optional<LocalEndpoint> before, LocalEndpoint now) {
        before.filter(old -> !old.equals(now)).ifPresent(old -> gates.changed(old, now));
        gates.opening(now);
    }

    /** Holds the labels of what is declared, so that their number is known when it is made. */
    void announce(Resource resource) {
        identities.hold(
                resource.metadata().uid(),
                EndpointLabels.of(resource, EndpointSpec.decode(resource.spec())));
    }

    /** What became of its labels. */
    Optional<HeldLabels> held(Resource resource) {
        return identities.held(resource.metadata().uid());
    }

    /**
     * Its number. While nobody says one it keeps that of before a restart, unless it is to have
     * none.
     */
    private int identity(Resource resource, EndpointSpec spec, List<InetAddress> addresses) {
        if (spec.form() == EndpointForm.HOST) {
            return ReservedIdentity.HOST.number();
        }
        if (spec.reserved().isPresent()) {
            return ReservedIdentity.HEALTH.number();
        }
        announce(resource);
        Optional<HeldLabels> held = held(resource);
        if (held.filter(h -> h.identity().isPresent() || h.refused()).isPresent()) {
            addresses.forEach(recorded::remove);
            return held.get().number();
        }
        return addresses.stream()
                .map(recorded::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ReservedIdentity.INIT.number());
    }

    /** The endpoint with the labels that are declared now, and their number. */
    LocalEndpoint identified(LocalEndpoint before, Resource resource) {
        EndpointSpec spec = EndpointSpec.decode(resource.spec());
        return new LocalEndpoint(
                before.key(),
                before.uid(),
                before.id(),
                before.form(),
                resource.metadata().labels(),
                identity(resource, spec, before.addresses()),
                before.device(),
                before.ifindex(),
                before.mac(),
                before.addresses());
    }

    /** Brings other identities and labels of endpoints into force. */
    void identify(Map<LocalEndpoint, LocalEndpoint> nowByBefore) {
        nowByBefore.forEach(gates::changed);
        presence.identify(
                nowByBefore.entrySet().stream()
                        .filter(e -> e.getKey().identity() != e.getValue().identity())
                        .map(Map.Entry::getValue)
                        .toList());
        nowByBefore.values().stream()
                .filter(endpoint -> endpoint.form() == EndpointForm.CGROUP)
                .forEach(cgroups::renew);
    }

    private LocalEndpoint realiseCgroup(
            Resource resource, EndpointSpec spec, Optional<LocalEndpoint> before) {
        String uid = resource.metadata().uid();
        LocalEndpoint endpoint =
                new LocalEndpoint(
                        resource.key(),
                        uid,
                        ids.of(uid, List.of()),
                        EndpointForm.CGROUP,
                        resource.metadata().labels(),
                        identity(resource, spec, List.of()),
                        "",
                        0,
                        MacAddress.ZERO,
                        List.of());
        Path folder = tree.find(spec);
        open(before, endpoint);
        cgroups.attach(endpoint, folder);
        return endpoint;
    }

    private void leaveWhatChanged(LocalEndpoint old, Plan plan, Attached attached) {
        List<InetAddress> gone =
                old.addresses().stream().filter(a -> !plan.addresses().contains(a)).toList();
        presence.leave(old.ifindex() == attached.ifindex() ? 0 : old.ifindex(), gone);
    }

    private LocalEndpoint realiseHost(
            Resource resource, EndpointSpec spec, Optional<LocalEndpoint> before) {
        List<InetAddress> addresses =
                spec.addresses().isEmpty() ? hostAddresses() : spec.addresses();
        String uid = resource.metadata().uid();
        LocalEndpoint endpoint =
                new LocalEndpoint(
                        resource.key(),
                        uid,
                        ids.of(uid, addresses),
                        EndpointForm.HOST,
                        new TreeMap<>(resource.metadata().labels()),
                        ReservedIdentity.HOST.number(),
                        "",
                        0,
                        MacAddress.ZERO,
                        addresses);
        open(before, endpoint);
        presence.enterHost(ReservedIdentity.HOST.number(), addresses);
        return endpoint;
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
        realised.ifPresent(this::detach);
        String uid = resource.metadata().uid();
        identities.release(uid);
        EndpointSpec spec = EndpointSpec.decode(resource.spec());
        if (spec.form() == EndpointForm.NETNS) {
            netns.remove(spec, uid);
        }
        if (spec.form() != EndpointForm.CGROUP) {
            addressing.release(resource);
        }
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
        if (endpoint.form() == EndpointForm.CGROUP) {
            cgroups.detach(endpoint);
        }
        presence.leave(endpoint.ifindex(), endpoint.addresses());
        gates.gone(endpoint);
    }

    /** Whether the endpoint's device is gone, or is another one of the same name. */
    boolean lost(LocalEndpoint endpoint) {
        if (endpoint.form() == EndpointForm.CGROUP) {
            return cgroups.lost(endpoint);
        }
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
        recorded.clear();
    }

    /** Removes every device of ours on the host; for a purge. */
    void purge() {
        netlink.own().links().list().stream()
                .filter(link -> link.alias().startsWith("vibrissa endpoint "))
                .forEach(link -> netlink.own().links().delete(link.index()));
    }
}

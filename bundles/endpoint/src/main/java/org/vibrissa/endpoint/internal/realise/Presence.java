package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/** An endpoint in the datapath: its root, its rows in the endpoint map and the ipcache. */
final class Presence {
    static final String OWNER = "endpoint";
    private static final int PRIORITY = 200;

    private final Attachments attachments;
    private final LocalEndpoints endpoints;
    private final Ipcache ipcache;
    private final HostDevice host;

    Presence(Attachments attachments, LocalEndpoints endpoints, Ipcache ipcache, HostDevice host) {
        this.attachments = attachments;
        this.endpoints = endpoints;
        this.ipcache = ipcache;
        this.host = host;
    }

    /** The rows as an earlier daemon left them. */
    Map<InetAddress, LocalEndpoints.Entry> known() {
        return endpoints.list();
    }

    /** Puts it in force; rows first, so that the first packet finds them. */
    void enter(int id, int identity, Attached attached, List<InetAddress> addresses) {
        MacAddress gateway = host.mac();
        for (InetAddress address : addresses) {
            endpoints.put(
                    address,
                    new LocalEndpoints.Entry(
                            id,
                            identity,
                            attached.ifindex(),
                            attached.mac(),
                            gateway,
                            attached.peer(),
                            true,
                            false,
                            attached.mtu()));
            ipcache.put(
                    OWNER,
                    PRIORITY,
                    IpPrefix.host(address),
                    new Ipcache.Entry(identity, 0, 0, Ipcache.Place.ELSEWHERE));
        }
        attachments.attach(attached.ifindex(), attached.device(), Chain.EP);
    }

    /** The host's own addresses. */
    void enterHost(int identity, List<InetAddress> addresses) {
        addresses.forEach(
                address ->
                        ipcache.put(
                                OWNER,
                                PRIORITY,
                                IpPrefix.host(address),
                                new Ipcache.Entry(identity, 0, 0, Ipcache.Place.HOST)));
    }

    /** Endpoints have other identities now; one step, whatever their number. */
    void identify(Collection<LocalEndpoint> changed) {
        Map<InetAddress, LocalEndpoints.Entry> rows = endpoints.list();
        Map<IpPrefix, Ipcache.Entry> meanings = new HashMap<>();
        for (LocalEndpoint endpoint : changed) {
            for (InetAddress address : endpoint.addresses()) {
                LocalEndpoints.Entry row = rows.get(address);
                if (row != null && row.id() == endpoint.id()) {
                    endpoints.put(
                            address,
                            new LocalEndpoints.Entry(
                                    row.id(),
                                    endpoint.identity(),
                                    row.ifindex(),
                                    row.mac(),
                                    row.nodeMac(),
                                    row.peer(),
                                    row.ready(),
                                    row.anyMac(),
                                    row.mtu()));
                    meanings.put(
                            IpPrefix.host(address),
                            new Ipcache.Entry(endpoint.identity(), 0, 0, Ipcache.Place.ELSEWHERE));
                }
            }
        }
        if (!meanings.isEmpty()) {
            ipcache.change(OWNER, PRIORITY, meanings, Set.of());
        }
    }

    /** Takes it away. */
    void leave(int ifindex, List<InetAddress> addresses) {
        addresses.forEach(this::forget);
        if (ifindex != 0) {
            attachments.detach(ifindex, Chain.EP);
        }
    }

    private void forget(InetAddress address) {
        endpoints.remove(address);
        ipcache.remove(OWNER, IpPrefix.host(address));
    }

    /** All is told: removes rows of addresses that nobody has any more. */
    int prune(Set<InetAddress> inUse) {
        Set<InetAddress> stale = new HashSet<>(endpoints.list().keySet());
        stale.removeAll(inUse);
        stale.forEach(this::forget);
        ipcache.settled(OWNER);
        return stale.size();
    }
}

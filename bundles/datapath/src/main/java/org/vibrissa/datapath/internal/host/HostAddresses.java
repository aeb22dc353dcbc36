package org.vibrissa.datapath.internal.host;

import java.util.EnumSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Scope;

/**
 * Tells the datapath which addresses are this host's: all that its devices have, but for loopback
 * and the link-local ones, which mean nothing elsewhere.
 */
@Component(service = HostAddresses.class, immediate = true)
public final class HostAddresses {
    private static final String OWNER = "host-addresses";
    private static final int PRIORITY = 90;
    private static final int HOST_IDENTITY = 1;
    private static final Ipcache.Entry HOST =
            new Ipcache.Entry(HOST_IDENTITY, 0, 0, Ipcache.Place.HOST);

    private final Rtnetlink net;
    private final Ipcache ipcache;
    private final Rtnetlink.Subscription subscription;
    private Map<IpPrefix, Ipcache.Entry> told = Map.of();

    @Activate
    public HostAddresses(@Reference Netlink netlink, @Reference Ipcache ipcache) {
        this.net = netlink.own();
        this.ipcache = ipcache;
        this.subscription =
                net.subscribe(
                        EnumSet.of(Rtnetlink.EventGroup.ADDRESS),
                        "vib-host-addresses",
                        this::changed);
        tell();
    }

    private void changed(NetlinkEvent event) {
        tell();
    }

    private synchronized void tell() {
        Map<IpPrefix, Ipcache.Entry> now =
                net.addresses().list().stream()
                        .filter(HostAddresses::counts)
                        .map(address -> IpPrefix.host(address.prefix().address()))
                        .distinct()
                        .collect(Collectors.toUnmodifiableMap(Function.identity(), a -> HOST));
        if (told.isEmpty() || !now.equals(told)) {
            ipcache.replace(OWNER, PRIORITY, now);
            told = now;
        }
    }

    private static boolean counts(InterfaceAddress address) {
        return address.scope() != Scope.HOST
                && !(address.scope() == Scope.LINK && address.prefix().isIpv6());
    }

    @Deactivate
    void deactivate() {
        subscription.close();
    }
}

package org.vibrissa.datapath;

import java.net.InetAddress;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/**
 * The host's side of the datapath: {@code vib_host} (paired with {@code vib_net}). Endpoints see
 * its MAC as their gateway's. Thread safe.
 */
@ProviderType
public interface HostDevice {
    /** {@code vib_host}. */
    String name();

    int ifindex();

    MacAddress mac();

    /** Bytes; the device's MTU and the default for endpoints. */
    int mtu();

    /**
     * The addresses that endpoints use as gateway and the prefixes they live in. Sets addresses on
     * the device, routes to it, and ipcache entries; what is not named any more is taken away.
     */
    void configure(Set<InetAddress> gateways, Set<IpPrefix> prefixes);
}

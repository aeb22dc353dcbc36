package org.vibrissa.datapath;

import java.net.InetAddress;
import java.util.Map;
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

    /**
     * The prefixes behind other hosts: each gets the route {@code PREFIX dev vib_host src GATEWAY
     * mtu M}. What is not named any more is taken away. Until the first call after a start, routes
     * that an earlier daemon made for such prefixes stay.
     *
     * @param mtus bytes of IP that get to each prefix; 0 when not known
     */
    void remotes(Map<IpPrefix, Integer> mtus);
}

package org.vibrissa.datapath;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.MacAddress;

/**
 * The endpoints of this host as the datapath sees them: one entry an address. Writes go to the
 * kernel's map at once. Thread safe.
 */
@ProviderType
public interface LocalEndpoints {
    /**
     * What the datapath knows of an address.
     *
     * @param id the endpoint's number on this host, 1..65535
     * @param identity the numeric security identity
     * @param ifindex the host-side device
     * @param mac the endpoint's MAC
     * @param nodeMac the MAC the endpoint sees as its gateway's
     * @param peer the device is a veth whose peer is the endpoint (redirect_peer may be used)
     * @param ready whether it may send and receive
     * @param anyMac whether its source MAC is not checked
     * @param mtu IP bytes, 0 when not checked
     */
    record Entry(
            int id,
            int identity,
            int ifindex,
            MacAddress mac,
            MacAddress nodeMac,
            boolean peer,
            boolean ready,
            boolean anyMac,
            int mtu) {}

    void put(InetAddress address, Entry entry);

    /** No error when it is not there. */
    void remove(InetAddress address);

    /** One address's entry, by one look-up in the kernel. */
    Optional<Entry> get(InetAddress address);

    /** All entries, read from the kernel. */
    Map<InetAddress, Entry> list();
}

package org.vibrissa.netlink;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** IPv4 and IPv6 addresses of the interfaces of one namespace. */
@ProviderType
public interface Addresses {
    /**
     * Adds the address.
     *
     * @throws NetlinkException EEXIST when the interface has it, ENODEV without that interface
     */
    void add(InterfaceAddress address);

    /** Adds it, or gives the existing one these settings (flags of IPv4 ones stay). */
    void replace(InterfaceAddress address);

    /**
     * Deletes the address with that prefix from that interface.
     *
     * @return whether it was there
     */
    boolean delete(InterfaceAddress address);

    /** All addresses, IPv4 first. */
    List<InterfaceAddress> list();

    /** Those of one interface, IPv4 first; none when there is no such interface. */
    List<InterfaceAddress> list(int interfaceIndex);
}

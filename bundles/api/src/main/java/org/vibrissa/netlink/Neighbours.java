package org.vibrissa.netlink;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** ARP, neighbour discovery and proxy entries of one namespace. */
@ProviderType
public interface Neighbours {
    /** Adds the entry, or gives the existing one this MAC and state. */
    void replace(Neighbour neighbour);

    /**
     * Deletes the entry; a proxy entry when it has the PROXY flag.
     *
     * @return whether it was there
     */
    boolean delete(Neighbour neighbour);

    /** The entries of all interfaces, proxy ones too, IPv4 first. */
    List<Neighbour> list();

    /** The entries of one interface, proxy ones too, IPv4 first. */
    List<Neighbour> list(int interfaceIndex);

    /** Adds the forwarding entry, or replaces the one of the same MAC. */
    void replace(ForwardingEntry entry);

    /**
     * Deletes the forwarding entry of that MAC.
     *
     * @return whether it was there
     */
    boolean delete(ForwardingEntry entry);

    /** The forwarding entries (bridge, VXLAN) of one interface. */
    List<ForwardingEntry> forwarding(int interfaceIndex);
}

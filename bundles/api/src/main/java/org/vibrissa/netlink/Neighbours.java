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

    /**
     * Adds the forwarding entry in place of the one with the same MAC, if any. With {@link
     * org.vibrissa.net.MacAddress#ZERO} or a group address the remote is added to those there are.
     */
    void replace(ForwardingEntry entry);

    /**
     * Deletes the forwarding entry of that MAC.
     *
     * @return whether it was there
     */
    boolean delete(ForwardingEntry entry);

    /** The forwarding entries of one VXLAN device or bridge port that do not age. */
    List<ForwardingEntry> forwarding(int interfaceIndex);
}

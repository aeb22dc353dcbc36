package org.vibrissa.datapath;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.IpPrefix;

/**
 * Prefix to identity, path group and next node. Contributions are tagged with an owner, so that
 * removing a bundle retracts its share alone; where several owners name a prefix, the highest
 * priority is in force. Thread safe.
 */
@ProviderType
public interface Ipcache {
    /**
     * What a prefix means.
     *
     * @param identity the numeric security identity
     * @param group the path group, 0..255; 0 has no forward stage
     * @param node index of the node behind it, 0 when local or none
     * @param place where the prefix lies
     */
    record Entry(int identity, int group, int node, Place place) {}

    /** Where a prefix lies. */
    enum Place {
        /** Somewhere else. */
        ELSEWHERE,
        /** A pool of this host: an address in it without an endpoint is a hole. */
        POOL,
        /** This host's own address. */
        HOST,
        /** Another host of the fleet. */
        NODE
    }

    /** Adds or changes the owner's contribution. Higher {@code priority} wins, 0..255. */
    void put(String owner, int priority, IpPrefix prefix, Entry entry);

    /** Retracts the owner's contribution; what another owner said is in force again. */
    void remove(String owner, IpPrefix prefix);

    /** Retracts all of an owner's contributions. */
    void removeAll(String owner);

    /** What is in force, read from the kernel. */
    Map<IpPrefix, Entry> list();
}

package org.vibrissa.datapath;

import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.IpPrefix;

/**
 * Prefix to identity, path group and next node. Contributions are tagged with an owner, so that
 * removing a bundle retracts its share alone; where several owners name a prefix, the highest
 * priority is in force. Thread safe.
 *
 * <p>The kernel's map outlives the daemon, what the owners said does not. After a restart entries
 * that nobody named yet stay in force until every owner of before has told all it knows ({@link
 * #settled}, {@link #replace}); then those that are still nobody's go.
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
    record Entry(int identity, int group, int node, Place place) {
        /** An identity alone: how to get there is as for the prefix around it. */
        public static Entry within(int identity) {
            return new Entry(identity, 0, 0, Place.WITHIN);
        }
    }

    /** Where a prefix lies. */
    enum Place {
        /** Somewhere else. */
        ELSEWHERE,
        /** A pool of this host: an address in it without an endpoint is a hole. */
        POOL,
        /** This host's own address. */
        HOST,
        /** Another host of the fleet. */
        NODE,
        /**
         * Where the longest prefix around it lies that says so, with that one's group and node;
         * {@code ELSEWHERE} when there is none. For contributions, never in a list.
         */
        WITHIN
    }

    /** Adds or changes one contribution of the owner. Higher {@code priority} wins, 0..255. */
    void put(String owner, int priority, IpPrefix prefix, Entry entry);

    /** Retracts the owner's contribution; what another owner said is in force again. */
    void remove(String owner, IpPrefix prefix);

    /**
     * Many changes as one: whatever their number, flows look up once more what they remember, not
     * once a prefix. Additions come first.
     *
     * @param priority of all that is put
     */
    void change(String owner, int priority, Map<IpPrefix, Entry> put, Set<IpPrefix> removed);

    /**
     * Makes these the owner's contributions, whole: what it said before and does not now is
     * retracted. As {@link #change} in cost; the owner is {@link #settled}.
     */
    void replace(String owner, int priority, Map<IpPrefix, Entry> all);

    /** The owner has told all it knows since the daemon started. Idempotent. */
    void settled(String owner);

    /** Owners of an earlier daemon's entries that have not {@link #settled}; in order of name. */
    Set<String> awaited();

    /** Retracts all of an owner's contributions; nothing more is expected of it. */
    void removeAll(String owner);

    /** What is in force, read from the kernel. */
    Map<IpPrefix, Entry> list();
}

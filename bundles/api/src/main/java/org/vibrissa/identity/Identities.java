package org.vibrissa.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableId;

/**
 * Numbers of label sets and prefixes. What is held ends with the service: hold it again when a new
 * one comes, as in a change of the bundle's version; meanwhile everything stays in force. A set has
 * its number for as long as a holder anywhere in the fleet names it, a prefix for as long as a
 * holder on this host does. Thread safe.
 */
@ProviderType
public interface Identities {
    /**
     * Every identity known here by number: the reserved ones, the fleet's, this host's prefixes. It
     * says initialised once the allocator has told what exists, so that rules are not computed
     * against half the fleet.
     */
    TableId<Integer, Identity> TABLE = new TableId<>("identities", Integer.class, Identity.class);

    /** One of the table. */
    Optional<Identity> get(int number);

    /** The table in order of number. */
    List<Identity> list();

    /**
     * Holds a set of labels, in place of what the holder held before. Returns at once; the number
     * may become known later, and may change when the filter of labels or the allocator does.
     *
     * @param holder unique among holders of labels, such as an endpoint's uid
     * @param labels all that are known of it; which count is decided here
     */
    HeldLabels hold(String holder, Labels labels);

    /** What the holder has now; empty when it holds nothing. */
    Optional<HeldLabels> held(String holder);

    /** Holds it no more. No error when it held nothing. */
    void release(String holder);

    /** Calls the listener after changes of what holders have. */
    Subscription watchHeld(String name, HoldListener listener);

    /** Those of these labels that count for identities now. */
    Labels relevant(Labels labels);

    /**
     * Holds a prefix: it has an identity with the labels {@code cidr:PREFIX} and {@code
     * reserved:world}, which is in the table when this returns. Packets get it as the identity of
     * their peer from {@link #activatePrefixes} on, so that the rules for it can be written before.
     *
     * @param holder unique among holders of prefixes
     * @throws IllegalStateException when no number is free
     */
    Identity holdPrefix(String holder, IpPrefix prefix);

    /**
     * Puts all that the holder holds in force: addresses in a prefix that nothing more precise is
     * known of have its identity. In force when it returns; the same again is no change.
     */
    void activatePrefixes(String holder);

    /**
     * The holder holds this prefix no more. No error when it did not. With its last holder a prefix
     * is out of force first, then out of the table.
     */
    void releasePrefix(String holder, IpPrefix prefix);

    /**
     * Makes these the holder's prefixes, whole, in one step; none ends it. What stays keeps its
     * number; what is new is in force from {@link #activatePrefixes} on.
     *
     * @return the identity of each, by its network
     * @throws IllegalStateException when no number is free; nothing was changed
     */
    Map<IpPrefix, Identity> holdPrefixes(String holder, Set<IpPrefix> prefixes);

    /**
     * All holders of before a restart have told theirs: what is in force since then and nobody
     * holds goes. Until then it stays. Idempotent.
     */
    void settlePrefixes();

    /**
     * Tells the other hosts of the fleet apart, for rules that select hosts by label: each has a
     * number of its own on this host and the labels of {@link NodeLabels} from now on, in force by
     * its addresses from {@link #activatePrefixes} on. Hosts that come later follow by themselves.
     * What a host sends through a tunnel itself stays {@code remote-node}.
     *
     * @param holder as for prefixes; the same again is no change
     * @return those of now
     */
    List<Identity> holdHosts(String holder);

    /** The holder need not tell them apart any more. No error when it did not. */
    void releaseHosts(String holder);
}

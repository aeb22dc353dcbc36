package org.vibrissa.node;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The forward modes of this host's path groups: which are accepted on receive, which one is in
 * force. All that is changed here is durable when the method returns, and is taken up again after a
 * restart. A group's {@code spec.mode} is what was declared; writing it (as the daemon) changes
 * nothing by itself for a group that has a mode in force.
 *
 * <p>A live change of a mode is, on each host: {@link #check}, {@link #accept} (on all hosts before
 * the next step), {@link #force}, and {@link #unaccept} of the old one. Thread safe.
 */
@ProviderType
public interface GroupModes {
    /** Names of the modes that a bundle provides now, sorted. */
    List<String> provided();

    /**
     * What keeps this host from carrying the group in this mode, each a sentence: no such group, no
     * bundle that provides the mode, what {@link ForwardMode#check} finds, an MTU that gets too
     * small (with both numbers). Empty when nothing does. Changes nothing; may take some 100 ms.
     */
    List<String> check(String group, String mode);

    /**
     * Largest packet that gets to every node of the group when the mode is accepted beside those
     * that are accepted already.
     *
     * @return bytes of IP; 0 while the group has no node
     */
    int mtuWith(String group, String mode);

    /**
     * Makes this host ready to receive the group's packets in this mode, beside those accepted
     * already: {@link ForwardMode#prepare}, and routes whose MTU fits both. Idempotent; may take
     * some 100 ms.
     *
     * @throws IllegalStateException with what {@link #check} says, or why it could not be prepared;
     *     then it is not accepted
     */
    void accept(String group, String mode);

    /**
     * Puts the mode in force: from now on packets to the group's nodes leave by it. One kernel
     * write; takes some microseconds and one durable write.
     *
     * @throws IllegalStateException when the group does not accept the mode or its bundle is gone
     */
    void force(String group, String mode);

    /**
     * Takes back {@link #accept}; a mode that no group accepts any more is retired. Idempotent.
     *
     * @throws IllegalStateException when the mode is in force
     */
    void unaccept(String group, String mode);

    /** The mode whose slot is in the kernel's table; empty when none is or it is unknown. */
    Optional<String> inForce(String group);
}

package org.vibrissa.netlink;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Interfaces of one namespace. */
@ProviderType
public interface Links {
    /**
     * Creates an interface, down unless the kind is always up.
     *
     * @return as it is now; for a veth pair the near end (its peer's index is in it)
     * @throws NetlinkException EEXIST when a name is taken; EOPNOTSUPP when the kernel lacks the
     *     kind
     */
    Link create(LinkSpec spec);

    /**
     * Applies all set parts of the change in one request; {@link LinkChange#addrGenMode} goes in
     * the same request. A request that fails half way may leave the earlier parts applied (kernel
     * rule).
     *
     * @throws NetlinkException ENODEV when there is no such interface
     */
    void change(int index, LinkChange change);

    /**
     * Deletes the interface; a veth's peer goes with it.
     *
     * @return whether there was one of that index
     * @throws NetlinkException EOPNOTSUPP when it is physical
     */
    boolean delete(int index);

    /** The interface of that index. */
    Optional<Link> find(int index);

    /**
     * The interface of that name (not of an alternative name).
     *
     * @throws IllegalArgumentException when it can be no name
     */
    Optional<Link> find(String name);

    /**
     * The interface of that name.
     *
     * @throws NetlinkException ENODEV when there is none
     */
    Link get(String name);

    /** All interfaces by rising index. */
    List<Link> list();
}

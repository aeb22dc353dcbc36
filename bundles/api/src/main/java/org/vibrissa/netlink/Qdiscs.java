package org.vibrissa.netlink;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Queueing disciplines of one namespace. */
@ProviderType
public interface Qdiscs {
    /**
     * Adds clsact, the place for tc filters on ingress and egress.
     *
     * @return false when the interface has one already
     * @throws NetlinkException EEXIST when the interface has an {@code ingress} qdisc in its place
     */
    boolean addClsact(int interfaceIndex);

    /**
     * Deletes clsact with all its filters.
     *
     * @return whether there was one
     */
    boolean deleteClsact(int interfaceIndex);

    /** The qdiscs of one interface. */
    List<Qdisc> list(int interfaceIndex);

    /**
     * A queueing discipline.
     *
     * @param interfaceIndex the interface
     * @param kind such as {@code clsact}, {@code noqueue}
     * @param handle major number in the upper 16 bits
     * @param parent 0xffffffff is the root, 0xfffffff1 the place of clsact
     */
    record Qdisc(int interfaceIndex, String kind, int handle, int parent) {}
}

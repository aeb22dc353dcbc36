package org.vibrissa.datapath.internal.host;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.Shutdown;

/**
 * Whose this network namespace is: the alias of {@code vib_host}, {@code vibrissa node NAME}. It
 * lives where the datapath lives, so it is there when the daemon was killed while its datapath goes
 * on forwarding. A daemon of another name ends before it has touched anything: the core asks for
 * this mark before it loads its first object.
 */
@Component(service = HostMark.class)
public final class HostMark {
    private static final int FAILED = 1;
    private static final String PREFIX = "vibrissa node ";

    private final String node;

    @Activate
    public HostMark(
            @Reference Netlink netlink, @Reference Node node, @Reference Shutdown shutdown) {
        this(netlink.own().links().find(VibHost.NAME).map(Link::alias).orElse(""), node, shutdown);
    }

    /**
     * A mark on a host where that was found.
     *
     * @param found the alias of the device that is there; empty when there is none
     */
    public static HostMark on(String found, Node node, Shutdown shutdown) {
        return new HostMark(found, node, shutdown);
    }

    // Not public: the component runtime looks at every public constructor of as many parameters.
    private HostMark(String found, Node node, Shutdown shutdown) {
        this.node = node.name();
        Optional<String> other = nodeIn(found).filter(name -> !name.equals(this.node));
        if (other.isPresent()) {
            String refusal = refusal(this.node, other.get());
            shutdown.request(FAILED, refusal);
            throw new IllegalStateException(refusal);
        }
    }

    /** The mark of this node, as {@code ip link} shows it. */
    String alias() {
        return PREFIX + node;
    }

    /** The node of a mark; empty when the alias is none of ours. */
    private static Optional<String> nodeIn(String alias) {
        return alias.startsWith(PREFIX)
                ? Optional.of(alias.substring(PREFIX.length()))
                : Optional.empty();
    }

    private static String refusal(String node, String other) {
        return "node '"
                + node
                + "' cannot start: the datapath of node '"
                + other
                + "' is in this network namespace (its mark is on "
                + VibHost.NAME
                + "), although no daemon of that name runs here.\n"
                + "Remove it with 'vibrissa down --purge --node "
                + other
                + "', go on with it by 'vibrissa run --node "
                + other
                + "', or start this one in another network namespace.";
    }
}

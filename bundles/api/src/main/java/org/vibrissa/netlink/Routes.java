package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** IPv4 and IPv6 routes of one namespace. */
@ProviderType
public interface Routes {
    /**
     * Adds a route.
     *
     * @throws NetlinkException EEXIST when there is one for the same prefix, metric and table;
     *     ENETUNREACH or EINVAL with the kernel's words when the gateway cannot be reached
     */
    void add(Route route);

    /** Adds the route in place of the one with the same prefix, metric and table, if any. */
    void replace(Route route);

    /**
     * Deletes the first route that matches all that is set in this one.
     *
     * @return whether there was one
     */
    boolean delete(Route route);

    /**
     * The routes the filter passes, IPv4 first, in the kernel's order. Cached ones are left out.
     */
    List<Route> list(RouteFilter filter);

    /**
     * The route the kernel would take now for a packet from this host.
     *
     * @throws NetlinkException ENETUNREACH, EHOSTUNREACH when there is none
     */
    Route lookup(InetAddress destination);

    /**
     * The routing table's entry that {@link #lookup} would choose a way from: with all next hops of
     * a multipath route, and its own prefix.
     *
     * @throws NetlinkException ENETUNREACH, EHOSTUNREACH when there is none or it is unreachable;
     *     EINVAL when it is a blackhole, EACCES when it is prohibited
     */
    Route match(InetAddress destination);
}

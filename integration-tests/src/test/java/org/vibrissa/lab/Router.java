package org.vibrissa.lab;

import java.util.List;

/** A gateway between two segments. */
public final class Router {
    private final Namespace namespace;

    private Router(Namespace namespace) {
        this.namespace = namespace;
    }

    /**
     * Joins two segments.
     *
     * @param addressesA its own addresses on {@code a}, such as 192.0.2.254/24
     */
    public static Router between(
            Lab lab,
            String suffix,
            Underlay a,
            List<String> addressesA,
            Underlay b,
            List<String> addressesB) {
        Namespace namespace = lab.namespace(suffix);
        namespace.exec("sysctl", "-qw", "net.ipv4.ip_forward=1").expectOk();
        namespace.exec("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1").expectOk();
        a.plug(namespace, "left0", 1500, addressesA);
        b.plug(namespace, "right0", 1500, addressesB);
        return new Router(namespace);
    }

    /** Where it forwards. */
    public Namespace namespace() {
        return namespace;
    }
}

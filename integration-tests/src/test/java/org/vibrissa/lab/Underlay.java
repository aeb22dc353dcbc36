package org.vibrissa.lab;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An Ethernet segment that hosts plug into: a bridge in a namespace of its own. */
public final class Underlay {
    private static final String BRIDGE = "segment";
    private static final String TABLE = "bridge blocked";

    private final Namespace namespace;
    private final AtomicInteger ports = new AtomicInteger();

    private Underlay(Namespace namespace) {
        this.namespace = namespace;
    }

    /** Makes a segment that nobody is plugged into yet. */
    public static Underlay make(Lab lab, String suffix) {
        Namespace namespace = lab.namespace(suffix);
        namespace.ip("link add " + BRIDGE + " type bridge mcast_snooping 0");
        namespace.ip("link set " + BRIDGE + " up");
        return new Underlay(namespace);
    }

    /** Where the bridge is, to capture packets of everybody. */
    public Namespace namespace() {
        return namespace;
    }

    /**
     * Plugs a host in by a device of its own, up, with addresses such as 192.0.2.1/24.
     *
     * @param mtu of the host's device; the segment itself carries whatever comes
     */
    public Link plug(Namespace host, String device, int mtu, List<String> addresses) {
        String port = "port" + ports.incrementAndGet();
        namespace.ip(
                "link add "
                        + port
                        + " mtu 9000 type veth peer name "
                        + device
                        + " mtu "
                        + mtu
                        + " netns "
                        + host.name());
        namespace.ip("link set " + port + " master " + BRIDGE + " up");
        for (String address : addresses) {
            String nodad = address.contains(":") ? " nodad" : "";
            host.ip("address add " + address + " dev " + device + nodad);
        }
        host.ip("link set " + device + " up");
        return new Link(this, host, device, port);
    }

    /**
     * Drops between hosts, without a word to anybody, what an nftables expression of the bridge
     * family matches, such as {@code udp dport 6081}.
     */
    public void block(String expression) {
        String rules =
                "table "
                        + TABLE
                        + " { chain c { type filter hook forward priority 0; "
                        + expression
                        + " counter drop; }; }\n";
        namespace.execWith(rules, "nft", "-f", "-").expectOk();
    }

    /** Takes back every {@link #block} and every loss of the segment's links. */
    public void unblock() {
        namespace
                .execWith("add table " + TABLE + "\ndelete table " + TABLE, "nft", "-f", "-")
                .expectOk();
    }
}

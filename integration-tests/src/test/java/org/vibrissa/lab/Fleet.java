package org.vibrissa.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts of one segment, each with a daemon, a pool and folders of its own. Host n (from 1) has the
 * underlay addresses 192.0.2.n and 2001:db8::n on device {@value #DEVICE} and the pool 10.50.n.0/24
 * and fd50:0:0:n::/64.
 */
public final class Fleet {
    /** The hosts' underlay device. */
    public static final String DEVICE = "up0";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Underlay underlay;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    private Fleet(Lab lab, int size, int mtu) {
        underlay = Underlay.make(lab, "net");
        for (int n = 1; n <= size; n++) {
            Host host = lab.host("h" + n).pool(pool4(n), pool6(n));
            host.configure(configuration(n));
            hosts.add(host);
            links.add(
                    underlay.plug(
                            host.namespace(),
                            DEVICE,
                            mtu,
                            List.of(address4(n) + "/24", address6(n) + "/64")));
        }
    }

    /** Makes hosts with an underlay MTU of 1500; their daemons are not started yet. */
    public static Fleet of(Lab lab, int size) {
        return new Fleet(lab, size, 1500);
    }

    /** As {@link #of(Lab, int)} with another underlay MTU. */
    public static Fleet of(Lab lab, int size, int mtu) {
        return new Fleet(lab, size, mtu);
    }

    /**
     * Starts all daemons, as many at once as there are CPUs; each is ready then and has its pool.
     */
    public Fleet start() {
        int together = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < hosts.size(); i += together) {
            List<Host> next = hosts.subList(i, Math.min(i + together, hosts.size()));
            next.forEach(Host::launch);
            next.forEach(Host::awaitUsable);
        }
        return this;
    }

    /** Declares every host on every other one, as a user without a shared store does. */
    public Fleet introduce() {
        for (Host host : hosts) {
            StringBuilder others = new StringBuilder();
            for (int n = 1; n <= hosts.size(); n++) {
                if (host(n) != host) {
                    others.append(nodeResource(n));
                }
            }
            host.apply(others.toString());
        }
        return this;
    }

    /** Lets every host but the first join the first by a token of it. */
    public Fleet join() {
        for (int n = 2; n <= hosts.size(); n++) {
            Outcome made = host(1).cli("node", "token", "-o", "json").expectOk();
            String token = made.json().path("token").asText();
            host(n).cli("join", token).expectOk();
        }
        for (Host host : hosts) {
            Await.until(
                    host.node() + " knows the other hosts",
                    PATIENCE,
                    () -> host.cli("get", "nodes", "-o", "json").out().contains(last(host).node()),
                    () -> host.cli("node", "list") + host.logTail());
        }
        return this;
    }

    /** Sets the mode of the default path group on each host, before any knows another. */
    public Fleet mode(String mode) {
        hosts.forEach(host -> host.apply(group(mode)));
        return this;
    }

    /** The default path group with a mode. */
    public static String group(String mode) {
        return "apiVersion: vibrissa.org/v1\nkind: PathGroup\nmetadata:\n  name: default\n"
                + "spec:\n  mode: "
                + mode
                + "\n";
    }

    /** Waits until a workload of one host gets answers from another's, both families. */
    public void awaitPath(Workload from, Workload to) {
        for (String address : List.of(to.v4(), to.v6())) {
            Await.until(
                    from.name() + " pings " + to.name() + " at " + address,
                    PATIENCE,
                    () -> from.namespace().pings(address),
                    () -> hosts.get(0).cli("status") + hosts.get(0).logTail());
        }
    }

    /** The mode by which a host sends to the nodes of the default path group. */
    public String modeInForce(Host host) {
        return host.cli("mode", "get", "default", "-o", "json")
                .expectOk()
                .json()
                .path("modeInForce")
                .asText();
    }

    /** Host number {@code n}, from 1. */
    public Host host(int n) {
        return hosts.get(n - 1);
    }

    /** The cable of host number {@code n}. */
    public Link link(int n) {
        return links.get(n - 1);
    }

    /** All hosts in order. */
    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** The segment between them. */
    public Underlay underlay() {
        return underlay;
    }

    /** The Node resource of host number {@code n}, as another host is told of it. */
    public String nodeResource(int n) {
        return node(host(n).node(), n, "");
    }

    /**
     * A Node resource with the addresses and prefixes of number {@code n}.
     *
     * @param more further lines of its spec, indented by two
     */
    public static String node(String name, int n, String more) {
        return "---\napiVersion: vibrissa.org/v1\nkind: Node\nmetadata:\n  name: "
                + name
                + "\nspec:\n  addresses: ["
                + address4(n)
                + ", \""
                + address6(n)
                + "\"]\n  prefixes: ["
                + pool4(n)
                + ", \""
                + pool6(n)
                + "\"]\n"
                + more;
    }

    /** Underlay IPv4 address of host number {@code n}. */
    public static String address4(int n) {
        return "192.0.2." + n;
    }

    /** Underlay IPv6 address of host number {@code n}. */
    public static String address6(int n) {
        return "2001:db8::" + n;
    }

    /** Where host number {@code n} has its endpoints, IPv4. */
    public static String pool4(int n) {
        return "10.50." + n + ".0/24";
    }

    /** Where host number {@code n} has its endpoints, IPv6. */
    public static String pool6(int n) {
        return "fd50:0:0:" + n + "::/64";
    }

    /** What host number {@code n} has in its {@code vibrissa.yaml}. */
    public static String configuration(int n) {
        return "datapath:\n  devices: ["
                + DEVICE
                + "]\nnode:\n  addresses: ["
                + address4(n)
                + ", \""
                + address6(n)
                + "\"]\n";
    }

    private Host last(Host but) {
        Host last = hosts.get(hosts.size() - 1);
        return last == but ? hosts.get(0) : last;
    }
}

package org.vibrissa.hubble.internal.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The flags that say which flows are wanted, as {@code hubble observe} calls them. */
enum Flag {
    NOT("not", "", "", "Shows what the next flag does not match: --not --verdict FORWARDED."),
    FROM_IP("from-ip", "", "IP|CIDR", "Flows from this address or prefix."),
    TO_IP("to-ip", "", "IP|CIDR", "Flows to this address or prefix."),
    IP("ip", "", "IP|CIDR", "Flows from or to this address or prefix."),
    SNAT_IP("snat-ip", "", "IP|CIDR", "Flows that go out by this address."),
    FROM_POD("from-pod", "", "[NS/]NAME", "Flows from endpoints whose name begins so."),
    TO_POD("to-pod", "", "[NS/]NAME", "Flows to endpoints whose name begins so."),
    POD("pod", "", "[NS/]NAME", "Flows from or to endpoints whose name begins so."),
    FROM_NAMESPACE("from-namespace", "", "NS", "Flows from this namespace."),
    TO_NAMESPACE("to-namespace", "", "NS", "Flows to this namespace."),
    NAMESPACE("namespace", "n", "NS", "Flows from or to this namespace."),
    FROM_ALL_NAMESPACES("from-all-namespaces", "", "", "Flows from endpoints of any namespace."),
    TO_ALL_NAMESPACES("to-all-namespaces", "", "", "Flows to endpoints of any namespace."),
    ALL_NAMESPACES("all-namespaces", "A", "", "Flows from or to endpoints of any namespace."),
    FROM_LABEL("from-label", "", "SELECTOR", "Flows from endpoints with these labels."),
    TO_LABEL("to-label", "", "SELECTOR", "Flows to endpoints with these labels."),
    LABEL("label", "l", "SELECTOR", "Flows from or to endpoints with these labels."),
    FROM_IDENTITY("from-identity", "", "ID", "Flows from this identity: a number, host, world, …"),
    TO_IDENTITY("to-identity", "", "ID", "Flows to this identity."),
    IDENTITY("identity", "", "ID", "Flows from or to this identity."),
    FROM_PORT("from-port", "", "PORT", "Flows from this port."),
    TO_PORT("to-port", "", "PORT", "Flows to this port."),
    PORT("port", "", "PORT", "Flows from or to this port."),
    FROM_WORKLOAD("from-workload", "", "[KIND/]NAME", "Flows from this unit, VM or namespace."),
    TO_WORKLOAD("to-workload", "", "[KIND/]NAME", "Flows to this unit, VM or namespace."),
    WORKLOAD("workload", "", "[KIND/]NAME", "Flows from or to this unit, VM or namespace."),
    FROM_SERVICE("from-service", "", "[NS/]NAME", "Flows from services whose name begins so."),
    TO_SERVICE("to-service", "", "[NS/]NAME", "Flows to services whose name begins so."),
    SERVICE("service", "", "[NS/]NAME", "Flows from or to services whose name begins so."),
    FROM_FQDN("from-fqdn", "", "NAME", "Flows from this DNS name; * stands for anything."),
    TO_FQDN("to-fqdn", "", "NAME", "Flows to this DNS name."),
    FQDN("fqdn", "", "NAME", "Flows from or to this DNS name."),
    FROM_CLUSTER("from-cluster", "", "NAME", "Flows from endpoints of this cluster."),
    TO_CLUSTER("to-cluster", "", "NAME", "Flows to endpoints of this cluster."),
    CLUSTER("cluster", "", "NAME", "Flows from or to endpoints of this cluster."),
    NODE_NAME("node-name", "", "NAME", "Flows seen by this host: web-*, cluster/node."),
    NODE_LABEL("node-label", "", "SELECTOR", "Flows seen by hosts with these labels."),
    PROTOCOL("protocol", "", "NAME", "tcp, udp, sctp, icmp, icmpv4, icmpv6, dns, http, …"),
    TCP_FLAGS("tcp-flags", "", "FLAG,…", "Flows whose packet has these flags: syn,ack."),
    TYPE("type", "t", "TYPE[:SUB]", "drop, trace, trace:to-endpoint, policy-verdict, l7, …"),
    VERDICT("verdict", "", "VERDICT", "FORWARDED, DROPPED, AUDIT, ERROR, REDIRECTED, …"),
    DROP_REASON(
            "drop-reason-desc", "", "REASON", "Flows dropped for this reason: POLICY_DENIED, …"),
    TRAFFIC_DIRECTION("traffic-direction", "", "ingress|egress", "Flows of this direction."),
    INTERFACE("interface", "", "NAME", "Flows seen at this device."),
    IPV4("ipv4", "4", "", "IPv4 alone."),
    IPV6("ipv6", "6", "", "IPv6 alone."),
    IP_VERSION("ip-version", "", "v4|v6|none", "Flows of this version of IP."),
    HTTP_STATUS("http-status", "", "CODE", "HTTP answers with this code: 404, 5+."),
    HTTP_METHOD("http-method", "", "METHOD", "HTTP requests of this method."),
    HTTP_PATH("http-path", "", "REGEX", "HTTP requests whose path matches."),
    HTTP_URL("http-url", "", "REGEX", "HTTP requests whose URL matches."),
    HTTP_HEADER("http-header", "", "NAME:VALUE", "HTTP requests with this header."),
    TRACE_ID("trace-id", "", "ID", "Flows of this trace."),
    IP_TRACE_ID("ip-trace-id", "", "ID", "Packets that carry this trace id."),
    UUID("uuid", "", "UUID", "The flow of this name."),
    ENCRYPTED("encrypted", "", "", "Flows that travel encrypted."),
    UNENCRYPTED("unencrypted", "", "", "Flows that travel in the clear."),
    CEL(
            "cel-expression",
            "",
            "EXPR",
            "Flows of which this condition in CEL is true; the flow is _flow.");

    /** Of each group only one flag may be used, as they would contradict each other. */
    private static final List<List<Flag>> RIVALS =
            List.of(
                    List.of(
                            FROM_FQDN,
                            FROM_IP,
                            IP,
                            FQDN,
                            FROM_NAMESPACE,
                            NAMESPACE,
                            FROM_ALL_NAMESPACES,
                            ALL_NAMESPACES),
                    List.of(FROM_FQDN, FROM_IP, IP, FQDN, FROM_POD, POD),
                    List.of(
                            TO_FQDN,
                            TO_IP,
                            IP,
                            FQDN,
                            TO_NAMESPACE,
                            NAMESPACE,
                            TO_ALL_NAMESPACES,
                            ALL_NAMESPACES),
                    List.of(TO_FQDN, TO_IP, IP, FQDN, TO_POD, POD),
                    List.of(TO_POD, NAMESPACE, ALL_NAMESPACES),
                    List.of(FROM_POD, NAMESPACE, ALL_NAMESPACES),
                    List.of(TO_SERVICE, NAMESPACE, ALL_NAMESPACES),
                    List.of(FROM_SERVICE, NAMESPACE, ALL_NAMESPACES),
                    List.of(LABEL, FROM_LABEL),
                    List.of(LABEL, TO_LABEL),
                    List.of(SERVICE, FROM_SERVICE),
                    List.of(SERVICE, TO_SERVICE),
                    List.of(PORT, TO_PORT),
                    List.of(PORT, FROM_PORT),
                    List.of(IDENTITY, TO_IDENTITY),
                    List.of(IDENTITY, FROM_IDENTITY),
                    List.of(WORKLOAD, TO_WORKLOAD),
                    List.of(WORKLOAD, FROM_WORKLOAD),
                    List.of(ENCRYPTED, UNENCRYPTED));

    private final String title;
    private final String letter;
    private final String value;
    private final String help;

    Flag(String title, String letter, String value, String help) {
        this.title = title;
        this.letter = letter;
        this.value = value;
        this.help = help;
    }

    /** {@code --from-ip}, and its letter when it has one. */
    String[] names() {
        return letter.isEmpty()
                ? new String[] {"--" + title}
                : new String[] {"-" + letter, "--" + title};
    }

    /** What its value is called; empty when it has none. */
    String value() {
        return value;
    }

    String help() {
        return help;
    }

    /** One that must not be used beside this one. */
    Optional<Flag> rival(java.util.Set<Flag> used) {
        return RIVALS.stream()
                .filter(group -> group.contains(this))
                .flatMap(List::stream)
                .filter(other -> other != this && used.contains(other))
                .findFirst();
    }

    static List<Flag> all() {
        return Arrays.asList(values());
    }

    @Override
    public String toString() {
        return "--" + title;
    }
}

package org.vibrissa.metrics.internal.hubble;

import org.vibrissa.flow.FlowEvent;

/** Hubble's words for the numbers of events. */
final class FlowWords {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final String[] MATCHES = {
        "none", "l3-only", "l3-l4", "l4-only", "all", "l3-proto", "proto-only"
    };
    private static final String[] POINTS = {
        "",
        "to-proxy",
        "to-host",
        "to-stack",
        "to-overlay",
        "from-endpoint",
        "from-proxy",
        "from-host",
        "from-stack",
        "from-overlay",
        "from-network",
        "to-network",
        "from-crypto",
        "to-crypto"
    };
    private static final int TO_ENDPOINT = 101;

    private FlowWords() {}

    static String protocol(int number) {
        return switch (number) {
            case TCP -> "TCP";
            case UDP -> "UDP";
            case SCTP -> "SCTP";
            case ICMP -> "ICMPv4";
            case ICMPV6 -> "ICMPv6";
            default -> "Unknown";
        };
    }

    static boolean isTcp(FlowEvent event) {
        return event.protocol() == TCP;
    }

    static boolean hasPorts(FlowEvent event) {
        return event.protocol() == TCP || event.protocol() == UDP || event.protocol() == SCTP;
    }

    static boolean isIcmp(FlowEvent event) {
        return event.protocol() == ICMP || event.protocol() == ICMPV6;
    }

    static String family(int family) {
        return family == 6 ? "IPv6" : family == 4 ? "IPv4" : "";
    }

    static String verdict(int number) {
        return switch (number) {
            case Facts.FORWARDED -> "FORWARDED";
            case Facts.DROPPED -> "DROPPED";
            case Facts.AUDIT -> "AUDIT";
            default -> "VERDICT_UNKNOWN";
        };
    }

    static String direction(int number) {
        return number == 1 ? "ingress" : number == 2 ? "egress" : "unknown";
    }

    static String match(int number) {
        return number >= 0 && number < MATCHES.length ? MATCHES[number] : "unknown";
    }

    static String point(int number) {
        if (number == TO_ENDPOINT) {
            return "to-endpoint";
        }
        return number >= 0 && number < POINTS.length ? POINTS[number] : "unknown";
    }
}

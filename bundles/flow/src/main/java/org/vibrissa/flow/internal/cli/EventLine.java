package org.vibrissa.flow.internal.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.net.IpAddresses;

/** An event in one line, in the words of {@code cilium monitor}. */
final class EventLine {
    private static final List<String> TCP_FLAGS =
            List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR");
    private static final List<String> STATES =
            List.of("unknown", "new", "established", "reply", "related");
    private static final List<String> MATCHES =
            List.of("none", "L3-Only", "L3-L4", "L4-Only", "all", "L3-Proto", "Proto-Only");

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int REFUSED = 2;
    private static final int AUDITED = 4;

    private EventLine() {}

    static String of(FlowEvent event, FlowNames names) {
        if (event.kind() == FlowKind.DROP) {
            return dropped(event, names);
        }
        return event.kind() == FlowKind.TRACE ? traced(event, names) : judged(event);
    }

    private static String dropped(FlowEvent event, FlowNames names) {
        return "xx drop (%s) flow %s to endpoint %d, ifindex %s, slot %d, identity %s: %s"
                .formatted(
                        reason(names.dropReason(event.dropReason())),
                        flow(event),
                        event.destinationEndpoint(),
                        device(event.ifindex(), event, names),
                        event.slot(),
                        identities(event),
                        packet(event));
    }

    private static String traced(FlowEvent event, FlowNames names) {
        return "%s flow %s, identity %s state %s ifindex %s: %s"
                .formatted(
                        point(event),
                        flow(event),
                        identities(event),
                        state(event),
                        device(event.outIfindex(), event, names),
                        packet(event));
    }

    private static String judged(FlowEvent event) {
        return "Policy verdict log: flow %s, local EP ID %d, remote ID %d, proto %d, %s, action %s,"
                        .formatted(
                                flow(event),
                                event.ofIngress()
                                        ? event.destinationEndpoint()
                                        : event.sourceEndpoint(),
                                event.ofIngress()
                                        ? event.sourceIdentity()
                                        : event.destinationIdentity(),
                                event.protocol(),
                                event.ofIngress() ? "ingress" : "egress",
                                action(event))
                + " match %s, %s".formatted(match(event), packet(event));
    }

    /** As {@code POLICY_DENIED} is said in a sentence. */
    private static String reason(String name) {
        String words = name.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The same for both directions, so that one can look for it. */
    private static String flow(FlowEvent event) {
        long ends = end(event.sourceHigh(), event.sourceLow(), event.sourcePort());
        ends += end(event.destinationHigh(), event.destinationLow(), event.destinationPort());
        return "0x" + Integer.toHexString((int) (ends >>> 32) ^ (int) ends ^ event.protocol());
    }

    private static long end(long high, long low, int port) {
        long mixed = (high * 31 + low) * 65_599 + port;
        return (mixed ^ mixed >>> 29) * 0x9e3779b97f4a7c15L;
    }

    static String point(FlowEvent event) {
        return switch (event.observationPoint()) {
            case 2 -> "-> host";
            case 3 -> "-> stack";
            case 4 -> "-> overlay";
            case 5 -> "<- endpoint " + event.sourceEndpoint();
            case 7 -> "<- host";
            case 9 -> "<- overlay";
            case 10 -> "<- network";
            case 11 -> "-> network";
            case 101 -> "-> endpoint " + event.destinationEndpoint();
            default -> "-> point " + event.observationPoint();
        };
    }

    private static String identities(FlowEvent event) {
        return event.sourceIdentity() + "->" + event.destinationIdentity();
    }

    static String state(FlowEvent event) {
        return event.traceReason() < STATES.size()
                ? STATES.get(event.traceReason())
                : Integer.toString(event.traceReason());
    }

    private static String device(int ifindex, FlowEvent event, FlowNames names) {
        String name = names.device(ifindex, event.timeNanos());
        return name.isEmpty() ? Integer.toString(ifindex) : name;
    }

    private static String action(FlowEvent event) {
        return switch (event.verdict()) {
            case REFUSED -> "deny";
            case AUDITED -> "audit";
            default -> "allow";
        };
    }

    static String match(FlowEvent event) {
        int match = event.ofIngress() ? event.ingressMatch() : event.egressMatch();
        return match < MATCHES.size() ? MATCHES.get(match) : Integer.toString(match);
    }

    /** What policy said, {@code allowed}, {@code unmatched}, {@code refused}; empty for nothing. */
    static String said(int verdict) {
        PolicyVerdict[] all = PolicyVerdict.values();
        return verdict <= 0 || verdict >= all.length
                ? ""
                : all[verdict].name().toLowerCase(Locale.ROOT);
    }

    private static String packet(FlowEvent event) {
        if (event.family() == 0) {
            return "no IP, %d bytes".formatted(event.length());
        }
        boolean six = event.family() == 6;
        return "%s -> %s %s"
                .formatted(
                        place(event.sourceAddress(), event.sourcePort(), six),
                        place(event.destinationAddress(), event.destinationPort(), six),
                        protocol(event));
    }

    private static String place(byte[] address, int port, boolean six) {
        String text = IpAddresses.format(IpAddresses.of(address));
        if (port == 0) {
            return text;
        }
        return six ? "[" + text + "]:" + port : text + ":" + port;
    }

    private static String protocol(FlowEvent event) {
        return switch (event.protocol()) {
            case TCP -> "tcp " + flags(event.tcpFlags());
            case UDP -> "udp";
            case SCTP -> "sctp";
            case ICMP -> "icmp type " + event.icmpType() + " code " + event.icmpCode();
            case ICMPV6 -> "icmpv6 type " + event.icmpType() + " code " + event.icmpCode();
            default -> "proto " + event.protocol();
        };
    }

    /** The flags' names, in the order in which people say them. */
    static String flags(int flags) {
        return TCP_FLAGS.stream()
                .filter(name -> (flags & 1 << TCP_FLAGS.indexOf(name)) != 0)
                .sorted((a, b) -> Boolean.compare(a.equals("ACK"), b.equals("ACK")))
                .collect(Collectors.joining(", "));
    }
}

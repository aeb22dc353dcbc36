package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.state.NearestName;

/** Reads protocols, ports and ICMP types. */
final class PortReader {
    /** RFC 6335: 1..15 of these, a letter among them, no hyphen at an end or beside another. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,15}$)(?=.*[A-Za-z])[A-Za-z0-9]+(-[A-Za-z0-9]+)*");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

    private static final List<Protocol> ANY = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
    private static final Map<String, List<Protocol>> PROTOCOLS =
            Map.of(
                    "ANY", ANY,
                    "TCP", List.of(Protocol.TCP),
                    "UDP", List.of(Protocol.UDP),
                    "SCTP", List.of(Protocol.SCTP),
                    "ICMP", List.of(Protocol.ICMP),
                    "ICMPV6", List.of(Protocol.ICMPV6),
                    "VRRP", List.of(Protocol.VRRP),
                    "IGMP", List.of(Protocol.IGMP));

    /**
     * What one entry of {@code ports} says.
     *
     * @param matches none when it could not be read
     * @param every whether it leaves the port open
     * @param range whether it names more than one port by number
     */
    record Ports(List<PortMatch> matches, List<Protocol> protocols, boolean every, boolean range) {
        static final Ports NONE = new Ports(List.of(), List.of(), false, false);
    }

    private PortReader() {}

    /** Cilium's: the port is a text. */
    static Ports cilium(Cursor cursor) {
        List<Protocol> protocols =
                protocols(cursor, cursor.text("protocol").filter(p -> !p.isEmpty()).orElse("ANY"));
        Optional<String> port = cursor.requiredText("port");
        Optional<Integer> end =
                cursor.integer("endPort", 0, PortMatch.LAST).filter(number -> number > 0);
        cursor.end();
        String at = cursor.path("port");
        if (port.isEmpty() || protocols.isEmpty()) {
            return Ports.NONE;
        }
        if (!NAME.matcher(port.get()).matches()) {
            return number(cursor, port.get())
                    .map(number -> numbered(cursor, protocols, number, end))
                    .orElse(Ports.NONE);
        }
        if (isPortless(protocols) || isIcmp(protocols.get(0))) {
            cursor.problems().add(at, "cannot be a name for " + protocols.get(0));
            return Ports.NONE;
        }
        return named(cursor, protocols, port.get(), end);
    }

    /** Kubernetes': the port is a number or a name, and may be absent. */
    static Ports kubernetes(Cursor cursor) {
        String protocol = cursor.text("protocol").orElse("TCP");
        Optional<Cursor.Value> port = cursor.value("port");
        Optional<Integer> end = cursor.integer("endPort", 1, PortMatch.LAST);
        cursor.end();
        if (!cursor.isOneOf(cursor.path("protocol"), protocol, List.of("TCP", "UDP", "SCTP"))) {
            return Ports.NONE;
        }
        List<Protocol> protocols = List.of(Protocol.valueOf(protocol));
        if (port.isEmpty()) {
            if (end.isPresent()) {
                cursor.problems().add(cursor.path("endPort"), "needs a port");
            }
            return every(protocols);
        }
        JsonNode value = port.get().node();
        if (value.isTextual() && NAME.matcher(value.textValue()).matches()) {
            return named(cursor, protocols, value.textValue(), end);
        }
        if (!Cursor.isInt(value)) {
            cursor.problems()
                    .add(
                            port.get().path(),
                            "must be a number 1..65535, or a name as in RFC 6335, not " + value);
            return Ports.NONE;
        }
        return cursor.within(port.get().path(), value.intValue(), 1, PortMatch.LAST)
                ? numbered(cursor, protocols, value.intValue(), end)
                : Ports.NONE;
    }

    /** One of {@code icmps[].fields}. */
    static Optional<PortMatch> icmp(Cursor cursor) {
        boolean ipv6 =
                cursor.choice("family", List.of("IPv4", "IPv6")).orElse("IPv4").equals("IPv6");
        Protocol protocol = ipv6 ? Protocol.ICMPV6 : Protocol.ICMP;
        Optional<Cursor.Value> type = cursor.value("type");
        cursor.end();
        if (type.isEmpty()) {
            cursor.problems().add(cursor.path("type"), "is required: 0..255 or a name");
            return Optional.empty();
        }
        return icmpType(cursor, type.get(), ipv6).map(number -> PortMatch.one(protocol, number));
    }

    private static Optional<Integer> icmpType(Cursor cursor, Cursor.Value type, boolean ipv6) {
        JsonNode node = type.node();
        if (Cursor.isInt(node)) {
            return Optional.of(node.intValue())
                    .filter(number -> cursor.within(type.path(), number, 0, 255));
        }
        if (!node.isTextual()) {
            cursor.problems().add(type.path(), "must be 0..255 or a name, not " + node);
            return Optional.empty();
        }
        String text = node.textValue();
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(Integer.parseInt(text))
                    .filter(number -> cursor.within(type.path(), number, 0, 255));
        }
        Optional<Integer> number = IcmpTypes.number(ipv6, text);
        if (number.isEmpty()) {
            cursor.problems()
                    .add(
                            type.path(),
                            "no ICMP type of "
                                    + (ipv6 ? "IPv6" : "IPv4")
                                    + " is called \""
                                    + text
                                    + "\""
                                    + NearestName.hint(text, IcmpTypes.names(ipv6)));
        }
        return number;
    }

    private static List<Protocol> protocols(Cursor cursor, String text) {
        List<Protocol> found = PROTOCOLS.get(text.toUpperCase(Locale.ROOT));
        if (found == null) {
            cursor.problems()
                    .add(
                            cursor.path("protocol"),
                            "unknown protocol \""
                                    + text
                                    + "\""
                                    + NearestName.hint(text, PROTOCOLS.keySet()));
            return List.of();
        }
        return found;
    }

    private static Optional<Integer> number(Cursor cursor, String text) {
        String at = cursor.path("port");
        if (!NUMBER.matcher(text).matches()) {
            cursor.problems()
                    .add(
                            at,
                            "is neither a number 0..65535 nor a name as in RFC 6335: \""
                                    + text
                                    + "\"");
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text))
                .filter(number -> cursor.within(at, number, 0, PortMatch.LAST));
    }

    private static Ports numbered(
            Cursor cursor, List<Protocol> protocols, int first, Optional<Integer> end) {
        Problems problems = cursor.problems();
        int last = end.orElse(first);
        if (first == 0) {
            if (end.isPresent()) {
                problems.add(cursor.path("endPort"), "makes no sense: port 0 means every port");
            }
            return every(protocols);
        }
        if (last < first) {
            problems.add(cursor.path("endPort"), last + " is below port " + first);
            return Ports.NONE;
        }
        Protocol one = protocols.get(0);
        if (isPortless(protocols)) {
            problems.add(cursor.path("port"), "must be 0 for " + one);
            return Ports.NONE;
        }
        if (isIcmp(one) && last > 255) {
            problems.add(cursor.path("port"), "is an ICMP type here: 0..255, not " + last);
            return Ports.NONE;
        }
        List<PortMatch> matches = new ArrayList<>();
        protocols.forEach(p -> matches.add(new PortMatch.Ports(p, first, last)));
        return new Ports(matches, protocols, false, last > first);
    }

    private static Ports named(
            Cursor cursor, List<Protocol> protocols, String name, Optional<Integer> end) {
        if (end.isPresent()) {
            cursor.problems()
                    .add(cursor.path("endPort"), "a range needs a number as port, not a name");
            return Ports.NONE;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        List<PortMatch> matches = new ArrayList<>();
        protocols.forEach(p -> matches.add(new PortMatch.Named(p, lower)));
        return new Ports(matches, protocols, false, false);
    }

    private static Ports every(List<Protocol> protocols) {
        return new Ports(protocols.stream().map(PortMatch::all).toList(), protocols, true, false);
    }

    private static boolean isIcmp(Protocol protocol) {
        return protocol == Protocol.ICMP || protocol == Protocol.ICMPV6;
    }

    private static boolean isPortless(List<Protocol> protocols) {
        return protocols.contains(Protocol.VRRP) || protocols.contains(Protocol.IGMP);
    }
}

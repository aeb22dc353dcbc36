package org.vibrissa.hubble.internal.observe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.hubble.internal.print.EventTypes;
import org.vibrissa.hubble.proto.flow.DropReason;
import org.vibrissa.hubble.proto.flow.EventTypeFilter;
import org.vibrissa.hubble.proto.flow.HTTPHeader;
import org.vibrissa.hubble.proto.flow.IPVersion;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.hubble.proto.flow.TrafficDirection;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.flow.Workload;
import org.vibrissa.identity.ReservedIdentity;

/** Values of flags, from the words of users. Each throws IllegalArgumentException saying why. */
final class Words {
    private Words() {}

    static TCPFlags tcpFlags(String text) {
        TCPFlags.Builder flags = TCPFlags.newBuilder();
        for (String name : text.split(",", -1)) {
            switch (name.toUpperCase(Locale.ROOT)) {
                case "FIN" -> flags.setFIN(true);
                case "SYN" -> flags.setSYN(true);
                case "RST" -> flags.setRST(true);
                case "PSH" -> flags.setPSH(true);
                case "ACK" -> flags.setACK(true);
                case "URG" -> flags.setURG(true);
                case "ECE" -> flags.setECE(true);
                case "CWR" -> flags.setCWR(true);
                case "NS" -> flags.setNS(true);
                default -> throw new IllegalArgumentException("unknown tcp flag: " + name);
            }
        }
        return flags.build();
    }

    /** {@code TYPE[:SUB]}, each a name or a number. */
    static EventTypeFilter eventType(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        int type =
                EventTypes.number(name)
                        .or(() -> number(name))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "unknown event type '"
                                                        + name
                                                        + "': drop, trace, policy-verdict, l7,"
                                                        + " capture, trace-sock or a number"));
        EventTypeFilter.Builder filter = EventTypeFilter.newBuilder().setType(type);
        if (colon < 0) {
            return filter.build();
        }
        String sub = text.substring(colon + 1);
        Optional<Integer> point =
                type == EventTypes.TRACE ? EventTypes.point(sub) : Optional.empty();
        return filter.setMatchSubType(true)
                .setSubType(
                        point.or(() -> number(sub))
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "unknown event sub-type '"
                                                                + sub
                                                                + "' of "
                                                                + name)))
                .build();
    }

    private static Optional<Integer> number(String text) {
        boolean digits = text.matches("\\d{1,9}");
        return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    static Verdict verdict(String text) {
        return named(Verdict.class, text, "--verdict");
    }

    static DropReason dropReason(String text) {
        return named(DropReason.class, text, "--drop-reason-desc");
    }

    /** Protobuf's own constant for "none of these" is no choice. */
    private static <E extends Enum<E>> E named(Class<E> kind, String text, String flag) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(text) && !isUnrecognised(each))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "invalid " + flag + " value: " + text + near(kind, text)));
    }

    private static <E extends Enum<E>> String near(Class<E> kind, String text) {
        String all =
                Arrays.stream(kind.getEnumConstants())
                        .filter(each -> !isUnrecognised(each))
                        .map(Enum::name)
                        .filter(
                                name ->
                                        kind == Verdict.class
                                                || name.contains(text.toUpperCase(Locale.ROOT)))
                        .limit(8)
                        .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : "; there are: " + all;
    }

    private static boolean isUnrecognised(Enum<?> value) {
        return value.name().equals("UNRECOGNIZED") || value.name().endsWith("_UNKNOWN");
    }

    static TrafficDirection direction(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "ingress" -> TrafficDirection.INGRESS;
            case "egress" -> TrafficDirection.EGRESS;
            default ->
                    throw new IllegalArgumentException(
                            text + ": invalid traffic direction, expected ingress or egress");
        };
    }

    static IPVersion ipVersion(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "4", "v4", "ipv4", "ip4" -> IPVersion.IPv4;
            case "6", "v6", "ipv6", "ip6" -> IPVersion.IPv6;
            case "none" -> IPVersion.IP_NOT_USED;
            default ->
                    throw new IllegalArgumentException(
                            "invalid --ip-version value: " + text + "; there are: v4, v6, none");
        };
    }

    static HTTPHeader header(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "invalid --http-header value " + text + ", expected name:value");
        }
        return HTTPHeader.newBuilder()
                .setKey(text.substring(0, colon))
                .setValue(text.substring(colon + 1))
                .build();
    }

    static long traceId(String text) {
        try {
            long id = Long.parseUnsignedLong(text);
            if (id != 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid --ip-trace-id value: " + text, e);
        }
        throw new IllegalArgumentException("invalid --ip-trace-id value; must be greater than 0");
    }

    /** A reserved identity's name or a number. */
    static int identity(String text) {
        for (ReservedIdentity reserved : ReservedIdentity.values()) {
            if (reserved.text().equals(text)) {
                return reserved.number();
            }
        }
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            String names =
                    Arrays.stream(ReservedIdentity.values())
                            .map(ReservedIdentity::text)
                            .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "invalid security identity "
                            + text
                            + ", expected one of "
                            + names
                            + " or a numeric value",
                    e);
        }
    }

    /** {@code NAME}, {@code KIND/} or {@code KIND/NAME}. */
    static Workload workload(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Workload.newBuilder().setName(text).build()
                : Workload.newBuilder()
                        .setKind(text.substring(0, slash))
                        .setName(text.substring(slash + 1))
                        .build();
    }
}

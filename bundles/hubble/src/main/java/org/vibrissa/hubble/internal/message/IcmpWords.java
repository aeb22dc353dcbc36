package org.vibrissa.hubble.internal.message;

import java.util.Map;

/** ICMP types and codes in the words that Hubble's summary uses; numbers where it has none. */
final class IcmpWords {
    private static final Map<Integer, String> V4 =
            Map.ofEntries(
                    Map.entry(0, "EchoReply"),
                    Map.entry(3, "DestinationUnreachable"),
                    Map.entry(4, "SourceQuench"),
                    Map.entry(5, "Redirect"),
                    Map.entry(8, "EchoRequest"),
                    Map.entry(9, "RouterAdvertisement"),
                    Map.entry(10, "RouterSolicitation"),
                    Map.entry(11, "TimeExceeded"),
                    Map.entry(12, "ParameterProblem"),
                    Map.entry(13, "TimestampRequest"),
                    Map.entry(14, "TimestampReply"));

    private static final Map<Integer, String> V6 =
            Map.ofEntries(
                    Map.entry(1, "DestinationUnreachable"),
                    Map.entry(2, "PacketTooBig"),
                    Map.entry(3, "TimeExceeded"),
                    Map.entry(4, "ParameterProblem"),
                    Map.entry(128, "EchoRequest"),
                    Map.entry(129, "EchoReply"),
                    Map.entry(133, "RouterSolicitation"),
                    Map.entry(134, "RouterAdvertisement"),
                    Map.entry(135, "NeighborSolicitation"),
                    Map.entry(136, "NeighborAdvertisement"),
                    Map.entry(137, "Redirect"));

    private static final Map<Integer, String> V4_UNREACHABLE =
            Map.of(0, "Net", 1, "Host", 2, "Protocol", 3, "Port", 4, "FragmentationNeeded");

    private static final Map<Integer, String> V6_UNREACHABLE =
            Map.of(
                    0, "NoRouteToDst",
                    1, "AdminProhibited",
                    3, "Address",
                    4, "Port");

    private IcmpWords() {}

    static String v4(int type, int code) {
        return "ICMPv4 " + words(V4, type, type == 3 ? V4_UNREACHABLE : Map.of(), code);
    }

    static String v6(int type, int code) {
        return "ICMPv6 " + words(V6, type, type == 1 ? V6_UNREACHABLE : Map.of(), code);
    }

    private static String words(
            Map<Integer, String> types, int type, Map<Integer, String> codes, int code) {
        String word = types.get(type);
        if (word == null) {
            return type + "(" + code + ")";
        }
        String detail = codes.get(code);
        if (detail != null) {
            return word + "(" + detail + ")";
        }
        return code == 0 ? word : word + "(" + code + ")";
    }
}

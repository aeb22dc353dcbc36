package org.vibrissa.metrics.internal.hubble;

import java.util.Map;

/** Names of ICMP messages as Hubble shows them: {@code EchoRequest}, {@code TimeExceeded(...)}. */
final class IcmpWords {
    private static final Map<Integer, String[]> V4 =
            Map.ofEntries(
                    Map.entry(0, words("EchoReply")),
                    Map.entry(
                            3,
                            words(
                                    "DestinationUnreachable",
                                    "Net",
                                    "Host",
                                    "Protocol",
                                    "Port",
                                    "FragmentationNeeded",
                                    "SourceRoutingFailed",
                                    "NetUnknown",
                                    "HostUnknown",
                                    "SourceIsolated",
                                    "NetAdminProhibited",
                                    "HostAdminProhibited",
                                    "NetTOS",
                                    "HostTOS",
                                    "CommAdminProhibited",
                                    "HostPrecedence",
                                    "PrecedenceCutoff")),
                    Map.entry(4, words("SourceQuench")),
                    Map.entry(5, words("Redirect", "Network", "Host", "TOS+Network", "TOS+Host")),
                    Map.entry(8, words("EchoRequest")),
                    Map.entry(9, words("RouterAdvertisement")),
                    Map.entry(10, words("RouterSolicitation")),
                    Map.entry(
                            11,
                            words("TimeExceeded", "TTLExceeded", "FragmentReassemblyTimeExceeded")),
                    Map.entry(
                            12,
                            words(
                                    "ParameterProblem",
                                    "PointerIndicatesError",
                                    "MissingOption",
                                    "BadLength")),
                    Map.entry(13, words("TimestampRequest")),
                    Map.entry(14, words("TimestampReply")));
    private static final Map<Integer, String[]> V6 =
            Map.ofEntries(
                    Map.entry(
                            1,
                            words(
                                    "DestinationUnreachable",
                                    "NoRouteToDst",
                                    "AdminProhibited",
                                    "BeyondScopeOfSrc",
                                    "AddressUnreachable",
                                    "PortUnreachable",
                                    "SrcAddressFailedPolicy",
                                    "RejectRouteToDst")),
                    Map.entry(2, words("PacketTooBig")),
                    Map.entry(
                            3,
                            words(
                                    "TimeExceeded",
                                    "HopLimitExceeded",
                                    "FragmentReassemblyTimeExceeded")),
                    Map.entry(
                            4,
                            words(
                                    "ParameterProblem",
                                    "ErroneousHeader",
                                    "UnrecognizedNextHeader",
                                    "UnrecognizedIPv6Option")),
                    Map.entry(128, words("EchoRequest")),
                    Map.entry(129, words("EchoReply")),
                    Map.entry(133, words("RouterSolicitation")),
                    Map.entry(134, words("RouterAdvertisement")),
                    Map.entry(135, words("NeighborSolicitation")),
                    Map.entry(136, words("NeighborAdvertisement")),
                    Map.entry(137, words("Redirect")));
    private static final int CODES = 256;

    private final String[][] v4 = new String[CODES][];
    private final String[][] v6 = new String[CODES][];

    /** The type's name, then those of its codes. */
    private static String[] words(String... words) {
        return words;
    }

    /** A message's name; made once for each. */
    String name(boolean six, int type, int code) {
        String[][] types = six ? v6 : v4;
        String[] codes = types[type & 0xff];
        if (codes == null) {
            codes = new String[CODES];
            types[type & 0xff] = codes;
        }
        if (codes[code & 0xff] == null) {
            codes[code & 0xff] = make((six ? V6 : V4).get(type), type, code);
        }
        return codes[code & 0xff];
    }

    private static String make(String[] words, int type, int code) {
        if (words == null) {
            return type + "(" + code + ")";
        }
        if (words.length == 1) {
            return words[0];
        }
        return words[0] + "(" + (code + 1 < words.length ? words[code + 1] : "Code: " + code) + ")";
    }
}

package org.vibrissa.flow.internal.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vibrissa.flow.internal.bpf.VibMeta;

/**
 * An IP protocol as people write it.
 *
 * @param number 0 when there is none
 * @param name {@code TCP}; the number where we have no name
 */
record Protocol(int number, String name) {
    private static final int NUMBER_ICMP = 1;
    private static final int NUMBER_TCP = 6;
    private static final int NUMBER_UDP = 17;
    private static final int NUMBER_ICMPV6 = 58;
    private static final int NUMBER_SCTP = 132;
    private static final int LAST = 255;

    private static final List<Protocol> KNOWN =
            List.of(
                    new Protocol(NUMBER_ICMP, "ICMP"),
                    new Protocol(NUMBER_TCP, "TCP"),
                    new Protocol(NUMBER_UDP, "UDP"),
                    new Protocol(NUMBER_ICMPV6, "ICMPv6"),
                    new Protocol(NUMBER_SCTP, "SCTP"));

    private static final List<String> TCP_FLAGS =
            List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR");

    static Protocol of(int number) {
        return KNOWN.stream()
                .filter(each -> each.number == number)
                .findFirst()
                .orElseGet(() -> new Protocol(number, Integer.toString(number)));
    }

    /**
     * Reads a name, whatever the case, or a number.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Protocol parse(String text) {
        Optional<Protocol> known =
                KNOWN.stream().filter(each -> each.name.equalsIgnoreCase(text)).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= LAST) {
            return of(Integer.parseInt(text));
        }
        throw new IllegalArgumentException(
                "no protocol \""
                        + text
                        + "\": one of "
                        + String.join(", ", names())
                        + " or 1..255");
    }

    private static List<String> names() {
        return KNOWN.stream().map(each -> each.name.toLowerCase(Locale.ROOT)).toList();
    }

    boolean ports() {
        return number == NUMBER_TCP || number == NUMBER_UDP || number == NUMBER_SCTP;
    }

    /** TCP flags, or the type of an ICMP packet. */
    String detail(VibMeta meta) {
        return switch (number) {
            case NUMBER_TCP -> flags(meta.tcpFlags());
            case NUMBER_ICMP, NUMBER_ICMPV6 ->
                    "type " + meta.icmpType() + (meta.icmpCode() == 0 ? "" : "/" + meta.icmpCode());
            default -> "";
        };
    }

    private static String flags(int bits) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < TCP_FLAGS.size(); i++) {
            if ((bits & 1 << i) != 0) {
                set.add(TCP_FLAGS.get(i));
            }
        }
        return String.join(",", set);
    }
}

package org.vibrissa.policy.internal.explain;

import java.util.Arrays;
import java.util.Locale;
import org.vibrissa.policy.internal.rule.Protocol;

/**
 * A flow's first packet, as far as policy looks at it.
 *
 * @param protocol number
 * @param port of the destination, ICMP: the type; 0 where there is none
 */
public record Packet(int protocol, int port) {
    /** {@code TCP port 80}, {@code ICMP type 8}. */
    @Override
    public String toString() {
        boolean icmp = protocol == Protocol.ICMP.number() || protocol == Protocol.ICMPV6.number();
        boolean ports =
                protocol == Protocol.TCP.number()
                        || protocol == Protocol.UDP.number()
                        || protocol == Protocol.SCTP.number();
        return protocolName() + (icmp ? " type " + port : ports ? " port " + port : "");
    }

    /** {@code TCP}, or the number of what has no name here. */
    String protocolName() {
        return Arrays.stream(Protocol.values())
                .filter(p -> p != Protocol.ALL && p.number() == protocol)
                .findFirst()
                .map(Protocol::name)
                .orElse("protocol " + protocol);
    }

    /**
     * Reads {@code 80}, {@code 80/tcp}, {@code 53/UDP}, {@code icmp/8}, {@code icmpv6/128}.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Packet parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException(wrong(text));
        }
        boolean protocolFirst = parts.length == 2 && !parts[0].matches("[0-9]+");
        String name = parts.length == 1 ? "TCP" : protocolFirst ? parts[0] : parts[1];
        String number = protocolFirst ? parts[1] : parts[0];
        Protocol protocol =
                Arrays.stream(Protocol.values())
                        .filter(p -> p != Protocol.ALL)
                        .filter(p -> p.name().equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(wrong(text)));
        if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) > 65535) {
            throw new IllegalArgumentException(wrong(text));
        }
        return new Packet(protocol.number(), Integer.parseInt(number));
    }

    private static String wrong(String text) {
        return "\"" + text + "\" is no port; write it as 80, 80/tcp, 53/udp or icmp/8";
    }
}

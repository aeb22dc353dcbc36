package org.vibrissa.ipfix.internal.collector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a collector listens.
 *
 * @param host name or address, without brackets
 * @param port 1..65535
 */
public record CollectorAddress(Protocol protocol, String host, int port) {
    /** IANA's port for IPFIX. */
    static final int DEFAULT_PORT = 4739;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "([a-z0-9]+)://(?:\\[([0-9a-fA-F:.%a-z]+)]|([^\\[\\]:/]+))(?::(\\d+))?");

    /** How messages travel. */
    public enum Protocol {
        UDP,
        TCP
    }

    /**
     * Reads {@code udp://HOST:PORT} or {@code tcp://HOST:PORT}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static CollectorAddress parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no collector: write udp://HOST:PORT or tcp://HOST:PORT");
        }
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return new CollectorAddress(
                protocol(matcher.group(1), text), host, port(matcher.group(4), text));
    }

    private static Protocol protocol(String scheme, String text) {
        return switch (scheme) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "sctp" ->
                    throw new IllegalArgumentException(
                            "'" + text + "': SCTP is not spoken here, use tcp:// or udp://");
            default ->
                    throw new IllegalArgumentException(
                            "'" + text + "': unknown protocol " + scheme + ", use tcp or udp");
        };
    }

    private static int port(String digits, String text) {
        if (digits == null) {
            return DEFAULT_PORT;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + text + "': a port is 1 to 65535");
        }
        return port;
    }

    /** As in the configuration, with the port. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (protocol == Protocol.UDP ? "udp" : "tcp") + "://" + shown + ":" + port;
    }
}

package org.vibrissa.fleet.internal.wire;

import java.net.InetAddress;
import org.vibrissa.net.IpAddresses;

/** Where a member listens: {@code 10.0.0.1:4243} or {@code [fd00::1]:4243}. */
public record Endpoint(InetAddress address, int port) {
    private static final int MAX_PORT = 65535;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is no address and port
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "not ADDRESS:PORT: \"" + text + "\"; write 10.0.0.1:4243 or [fd00::1]:4243");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port == 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no port has the number " + port);
        }
        return new Endpoint(IpAddresses.parse(bare(text.substring(0, colon))), port);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    @Override
    public String toString() {
        String text = IpAddresses.format(address);
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }
}

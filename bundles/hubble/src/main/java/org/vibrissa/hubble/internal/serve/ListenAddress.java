package org.vibrissa.hubble.internal.serve;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;

/** Reads {@code host:port}, {@code [v6]:port} and {@code :port}, which is all addresses. */
public final class ListenAddress {
    private ListenAddress() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is no address to listen at: wanted is such as :4244,"
                            + " 10.0.0.1:4244 or [fd00::1]:4244");
        }
        String host = text.substring(0, colon);
        if (host.isEmpty()) {
            return new InetSocketAddress(Integer.parseInt(port));
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(IpAddresses.parse(literal), Integer.parseInt(port));
    }

    /**
     * The port of one; empty when there is none. What is wrong with it is for the listener to tell,
     * which says it and tries on.
     */
    public static Optional<Integer> port(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(parse(text).getPort());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package org.vibrissa.metrics.internal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.vibrissa.net.IpAddresses;

/** Reads where to listen. */
final class ListenAddress {
    private ListenAddress() {}

    /**
     * An address of {@code metrics.listen}.
     *
     * @throws IllegalArgumentException naming it, when it is none
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (!bracketed && host.indexOf(':') >= 0)) {
            throw wrong(text, "it is ADDRESS:PORT, [IPV6]:PORT or :PORT");
        }
        int port = port(text, text.substring(colon + 1));
        String name = bracketed ? host.substring(1, host.length() - 1) : host;
        if (name.isEmpty() || name.equals("*")) {
            return new InetSocketAddress(port);
        }
        if (!name.matches("[0-9.]+|[0-9a-fA-F:.]+(%[\\w.-]+)?|localhost")) {
            throw wrong(text, name + " is no IP address");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(name), port);
        } catch (UnknownHostException e) {
            throw wrong(text, name + " is no IP address");
        }
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
            throw wrong(text, "\"" + digits + "\" is no port");
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException wrong(String text, String problem) {
        return new IllegalArgumentException("metrics.listen " + text + ": " + problem);
    }

    /** As people write it. */
    static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "" : IpAddresses.format(ip);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

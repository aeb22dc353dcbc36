package org.vibrissa.ipam;

import java.net.Inet6Address;
import java.net.InetAddress;

/** An address family. */
public enum Family {
    IPV4,
    IPV6;

    public static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }
}

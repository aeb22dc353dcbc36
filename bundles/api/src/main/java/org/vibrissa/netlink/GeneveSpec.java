package org.vibrissa.netlink;

/**
 * A Geneve device in external mode: tunnel keys come with each packet, so there is no VNI and no
 * remote. Zero UDP checksums over IPv6 are accepted.
 *
 * @param name its name
 * @param port UDP destination port, 1 to 65535; IANA's is 6081
 */
public record GeneveSpec(String name, int port) implements LinkSpec {

    /** Checks name and range. */
    public GeneveSpec {
        InterfaceName.check(name);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Geneve port must be 1 to 65535, not " + port);
        }
    }
}

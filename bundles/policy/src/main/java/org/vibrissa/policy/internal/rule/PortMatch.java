package org.vibrissa.policy.internal.rule;

/** Protocol and ports of a rule. ICMP types take the place of ports. */
public sealed interface PortMatch {
    int LAST = 65535;

    Protocol protocol();

    /** Every protocol. */
    static PortMatch everything() {
        return new Ports(Protocol.ALL, 0, LAST);
    }

    /** Every port, or ICMP type, of one protocol. */
    static PortMatch all(Protocol protocol) {
        return new Ports(protocol, 0, LAST);
    }

    static PortMatch one(Protocol protocol, int port) {
        return new Ports(protocol, port, port);
    }

    /**
     * By number.
     *
     * @param first 0..65535
     * @param last included; {@code first}..65535
     */
    record Ports(Protocol protocol, int first, int last) implements PortMatch {
        public Ports {
            if (first < 0 || last > LAST || first > last) {
                throw new IllegalArgumentException("no ports: " + first + ".." + last);
            }
            if (protocol == Protocol.ALL && (first != 0 || last != LAST)) {
                throw new IllegalArgumentException("ports without a protocol");
            }
        }

        /** Whether it leaves the port open. */
        public boolean allPorts() {
            return first == 0 && last == LAST;
        }

        public boolean matches(int protocolNumber, int port) {
            return protocol == Protocol.ALL
                    || (protocol.number() == protocolNumber && port >= first && port <= last);
        }
    }

    /**
     * By a name that the receiving endpoint gives one of its ports ({@code spec.ports} of an
     * Endpoint); it matches nothing where nobody defines it.
     */
    record Named(Protocol protocol, String name) implements PortMatch {}
}

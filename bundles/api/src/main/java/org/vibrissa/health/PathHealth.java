package org.vibrissa.health;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to one address of a host. Immutable.
 *
 * @param role what has the address
 * @param address where probes go
 * @param mode the mode that carries them; empty to a host's own address and within this host
 * @param counts whether the host is unreachable without it: its preferred address, and its health
 *     endpoint by the mode in force
 * @param icmp the echo
 * @param tcp connection and hello
 */
public record PathHealth(
        Role role, InetAddress address, String mode, boolean counts, Leg icmp, Leg tcp) {
    /** What has an address. */
    public enum Role {
        /** The host, in its own network. */
        HOST,
        /** The endpoint on it that answers probes. */
        ENDPOINT
    }

    /** The worse of the two. */
    public Leg.State state() {
        return icmp.state().compareTo(tcp.state()) > 0 ? icmp.state() : tcp.state();
    }

    public boolean reachable() {
        return state() == Leg.State.REACHABLE;
    }

    /** When it answered last, by either. */
    public Optional<Instant> lastSeen() {
        return Stream.of(icmp.lastSeen(), tcp.lastSeen())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }
}

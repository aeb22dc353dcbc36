package org.vibrissa.fleet.internal.member;

import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.trust.Tls;
import org.vibrissa.fleet.internal.wire.FleetClient;
import org.vibrissa.fleet.internal.wire.WireLimits;

/** The other members with a client for each. Thread safe. */
final class Peers implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long MIN_MS = 1000;

    private final Roster roster;
    private final EventLoopGroup loop;
    private final Supplier<Tls> tls;
    private final WireLimits limits;
    private final Clock clock;
    private final Duration beat;
    private final Map<String, PeerState> states = new HashMap<>();

    Peers(
            Roster roster,
            EventLoopGroup loop,
            Supplier<Tls> tls,
            WireLimits limits,
            Clock clock,
            Duration beat) {
        this.roster = roster;
        this.loop = loop;
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        this.beat = beat;
    }

    /** The members now, by name. */
    synchronized SortedMap<String, PeerState> refresh() {
        SortedMap<String, String> addresses = roster.addresses();
        for (String gone : List.copyOf(states.keySet())) {
            if (!states.get(gone).address().equals(addresses.get(gone))) {
                states.remove(gone).client().close();
            }
        }
        addresses.forEach(
                (name, address) ->
                        states.computeIfAbsent(
                                name, n -> new PeerState(address, client(n, address))));
        return new TreeMap<>(states);
    }

    private FleetClient client(String name, String address) {
        return new FleetClient(loop, tls, limits, address, Optional.of(name));
    }

    synchronized Optional<PeerState> get(String name) {
        PeerState state = states.get(name);
        return state == null ? Optional.ofNullable(refresh().get(name)) : Optional.of(state);
    }

    synchronized void seen(String name) {
        PeerState state = states.get(name);
        if (state != null) {
            state.seen(clock.instant());
        }
    }

    /** Between two exchanges with one member: grows with k ln(1+n), one second at least. */
    synchronized Duration interval() {
        long millis = (long) (beat.toMillis() * Math.log1p(states.size()));
        return Duration.ofMillis(Math.max(Math.min(MIN_MS, beat.toMillis()), millis));
    }

    List<Member> members() {
        return refresh().entrySet().stream()
                .map(
                        peer ->
                                new Member(
                                        peer.getKey(),
                                        peer.getValue().address(),
                                        alive(peer.getValue()),
                                        peer.getValue().lastSeen()))
                .toList();
    }

    boolean alive(PeerState state) {
        Instant limit = clock.instant().minus(interval().multipliedBy(3)).minus(GRACE);
        return state.lastSeen().filter(seen -> seen.isAfter(limit)).isPresent();
    }

    /** Since when all have been heard to have the same as this host. */
    Instant agreedSince() {
        return refresh().values().stream()
                .map(PeerState::agreed)
                .min(Instant::compareTo)
                .orElseGet(clock::instant);
    }

    @Override
    public synchronized void close() {
        states.values().forEach(state -> state.client().close());
        states.clear();
    }
}

package org.vibrissa.fleet.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.internal.trust.Lifetimes;
import org.vibrissa.fleet.internal.wire.WireLimits;
import org.vibrissa.state.ResourceStore;

/**
 * What a member works with.
 *
 * @param name this host's
 * @param listen address to listen at, empty for the one others are told
 * @param port to listen at; 0 for any, as tests do
 * @param handlers those registered now
 * @param beat k of the interval between two exchanges with one member: k ln(1+members)
 */
public record Surroundings(
        String name,
        String listen,
        int port,
        ResourceStore store,
        FleetFolder folder,
        Supplier<List<FleetHandler>> handlers,
        Clock clock,
        Lifetimes lifetimes,
        WireLimits limits,
        Duration beat) {
    static final Duration BEAT = Duration.ofMillis(1500);
}

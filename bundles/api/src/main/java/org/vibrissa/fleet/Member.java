package org.vibrissa.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * Another host of the fleet.
 *
 * @param name its node name, as in its certificate
 * @param address where it listens, {@code host:port}
 * @param alive whether it answered lately or holds its lease
 * @param lastSeen when it last answered
 */
public record Member(String name, String address, boolean alive, Optional<Instant> lastSeen) {}

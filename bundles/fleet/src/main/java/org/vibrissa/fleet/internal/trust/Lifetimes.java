package org.vibrissa.fleet.internal.trust;

import java.time.Duration;

/**
 * How long certificates are valid.
 *
 * @param authority of the fleet's own certificate
 * @param member of a member's; it is renewed when a third is left
 * @param before how long before its issue each is valid, for clocks that are behind
 */
public record Lifetimes(Duration authority, Duration member, Duration before) {
    public static final Lifetimes DEFAULT =
            new Lifetimes(Duration.ofDays(7300), Duration.ofDays(90), Duration.ofHours(2));
}

package org.vibrissa.fleet.internal.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One member as this host sees it.
 *
 * @param state {@code self}, {@code alive}, {@code silent}
 * @param expires when its certificate does, as it has told
 * @param authority whether it holds the CA key
 * @param skew its clock less this host's
 * @param problem why the last exchange failed; empty when it did not
 */
public record MemberStatus(
        String name,
        String address,
        String state,
        Optional<Instant> lastSeen,
        Optional<Instant> expires,
        boolean authority,
        Duration skew,
        String problem) {}

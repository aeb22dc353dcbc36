package org.vibrissa.identity;

import java.util.Optional;

/**
 * What became of the labels that a holder gave. Immutable.
 *
 * @param labels those that count
 * @param identity their number; while it is not known that of the labels before, if any
 * @param refused whether there will be none until something is done about the reason
 * @param reason why theirs is not known, for people; empty when it is
 */
public record HeldLabels(
        Labels labels, Optional<Identity> identity, boolean refused, String reason) {
    /** The number, {@code init} while there is none. */
    public int number() {
        return identity.map(Identity::number).orElse(ReservedIdentity.INIT.number());
    }
}

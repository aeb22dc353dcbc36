package org.vibrissa.identity;

import java.util.Optional;

/**
 * What became of the labels that a holder gave. Immutable.
 *
 * @param labels those that count
 * @param identity their number; empty while it is not known
 * @param reason why it is not known, for people; empty when it is
 */
public record HeldLabels(Labels labels, Optional<Identity> identity, String reason) {
    /** The number, {@code init} while there is none. */
    public int number() {
        return identity.map(Identity::number).orElse(ReservedIdentity.INIT.number());
    }
}

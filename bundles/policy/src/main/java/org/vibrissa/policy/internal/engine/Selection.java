package org.vibrissa.policy.internal.engine;

import java.util.HashSet;
import java.util.Set;
import org.vibrissa.policy.internal.rule.Peer;

/** The identities that one peer means now. One for all rules with an equal peer. */
final class Selection {
    private final Peer peer;
    private final boolean anybody;
    private final IdSet members = new IdSet();
    private final Set<PolicySet> sets = new HashSet<>();
    private int retained;

    Selection(Peer peer) {
        this.peer = peer;
        this.anybody = PeerMatch.isAnybody(peer);
    }

    Peer peer() {
        return peer;
    }

    /** Whoever, known or not: identity 0 in the kernel's rows. It has no members then. */
    boolean isAnybody() {
        return anybody;
    }

    boolean contains(int identity) {
        return members.contains(identity);
    }

    IdSet members() {
        return members;
    }

    /** The sets whose rows follow from it. */
    Set<PolicySet> sets() {
        return sets;
    }

    void retain() {
        retained++;
    }

    /** Whether that was the last user. */
    boolean release() {
        return --retained == 0;
    }

    int users() {
        return retained;
    }
}

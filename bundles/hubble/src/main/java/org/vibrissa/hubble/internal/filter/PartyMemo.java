package org.vibrissa.hubble.internal.filter;

import java.util.function.Predicate;
import org.vibrissa.flow.FlowParty;

/** Remembers what a test said of the parties seen lately, by the very object. For one thread. */
final class PartyMemo {
    /** Power of two. */
    private static final int KEPT = 512;

    private final Predicate<FlowParty> test;
    private final FlowParty[] parties = new FlowParty[KEPT];
    private final boolean[] answers = new boolean[KEPT];

    PartyMemo(Predicate<FlowParty> test) {
        this.test = test;
    }

    // The same object, not an equal one: comparing labels is what this is to spare.
    @SuppressWarnings("ReferenceEquality")
    boolean test(FlowParty party) {
        int place = System.identityHashCode(party) & KEPT - 1;
        if (parties[place] != party) {
            answers[place] = test.test(party);
            parties[place] = party;
        }
        return answers[place];
    }
}

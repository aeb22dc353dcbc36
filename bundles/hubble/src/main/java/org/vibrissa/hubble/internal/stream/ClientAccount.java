package org.vibrissa.hubble.internal.stream;

import org.vibrissa.flow.FlowAccount;

/** The books of all clients together, of now and before. Thread safe. */
public final class ClientAccount implements FlowAccount {
    private static final String NAME = "hubble";

    private long taken;
    private long sent;
    private long filtered;
    private long dropped;

    @Override
    public String name() {
        return NAME;
    }

    /** What a client did since it last told: all at once, so that it balances at any time. */
    synchronized void add(long moreSent, long moreFiltered, long moreDropped) {
        taken += moreSent + moreFiltered + moreDropped;
        sent += moreSent;
        filtered += moreFiltered;
        dropped += moreDropped;
    }

    @Override
    public synchronized Reading read() {
        return new Reading(taken, sent, filtered, dropped, 0);
    }
}

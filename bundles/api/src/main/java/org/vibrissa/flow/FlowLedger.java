package org.vibrissa.flow;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where each event went. Since the datapath was made, over restarts: {@code notable = traced +
 * unseen}; {@code events = delivered + lost + pending}; since this daemon started: what the reader
 * delivered is in the log or was overwritten there. Thread safe.
 */
@ProviderType
public interface FlowLedger {
    /**
     * Events lost before the reader.
     *
     * @param cause {@code ring-full}, {@code rate-limit}, {@code unknown-version}, {@code
     *     malformed}
     * @param cpu the CPU, -1 when it does not matter
     */
    record Loss(String cause, int cpu, long events) {}

    /**
     * All figures of one moment.
     *
     * @param notable packets that should have events, by the datapath's own count
     * @param traced those that reached the stage which writes events
     * @param unseen those that did not: no such stage was in force
     * @param produced events that the stage had to write; a packet may have several
     * @param delivered events that the reader put into the log, by earlier daemons too
     * @param lost events that never reached the reader
     * @param pending events in the kernel's ring
     * @param written events put into the log since this daemon started
     * @param overwritten those of them that newer ones have replaced
     * @param held those of them that are in it
     * @param accounts who took events out of it
     * @param difference events that cannot be explained: not 0 means a defect
     */
    record Balance(
            long notable,
            long traced,
            long unseen,
            long produced,
            long delivered,
            List<Loss> lost,
            long pending,
            long written,
            long overwritten,
            long held,
            List<Account> accounts,
            long difference) {
        public Balance {
            lost = List.copyOf(lost);
            accounts = List.copyOf(accounts);
        }
    }

    /** A {@link FlowAccount} as read. */
    record Account(String name, FlowAccount.Reading reading) {}

    Balance balance();
}

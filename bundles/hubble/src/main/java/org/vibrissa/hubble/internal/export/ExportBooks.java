package org.vibrissa.hubble.internal.export;

import org.vibrissa.flow.FlowAccount;

/** Where the events for one exporter went. Thread safe; written by batch, not by event. */
final class ExportBooks {
    private long taken;
    private long sent;
    private long filtered;
    private long dropped;
    private String problem = "";

    /** Events that were read: {@code leftOut} of them by filters. */
    synchronized void taken(long events, long leftOut) {
        taken += events;
        filtered += leftOut;
    }

    /** Events that were overwritten before they were read. */
    synchronized void missed(long events) {
        taken += events;
        dropped += events;
    }

    /** Events that are in the file. */
    synchronized void sent(long events) {
        sent += events;
        problem = "";
    }

    synchronized void failed(String why) {
        problem = why;
    }

    /** Why nothing can be written; empty when it can. */
    synchronized String problem() {
        return problem;
    }

    synchronized FlowAccount.Reading read() {
        return new FlowAccount.Reading(
                taken, sent, filtered, dropped, taken - sent - filtered - dropped);
    }
}

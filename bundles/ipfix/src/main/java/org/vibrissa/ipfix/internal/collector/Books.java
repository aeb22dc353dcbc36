package org.vibrissa.ipfix.internal.collector;

import org.vibrissa.flow.FlowAccount;

/** Where the events for one collector went. Thread safe; written by message, not by event. */
public final class Books {
    private long taken;
    private long sent;
    private long filtered;
    private long dropped;
    private long messages;
    private long connections;
    private State state = new State(false, "not connected yet");

    /**
     * How it stands with the collector.
     *
     * @param connected whether messages go out; over UDP, whether none was refused lately
     * @param problem empty when there is none
     */
    public record State(boolean connected, String problem) {}

    /** A reading of all. */
    public record Figures(
            FlowAccount.Reading events, long messages, long connections, State state) {}

    /** Events that were read: {@code leftOut} of them are none for collectors. */
    synchronized void taken(long events, long leftOut) {
        taken += events;
        filtered += leftOut;
    }

    /** Events that were overwritten before they were read. */
    synchronized void missed(long events) {
        taken += events;
        dropped += events;
    }

    synchronized void sent(long events) {
        sent += events;
        messages++;
        state = new State(true, "");
    }

    synchronized void dropped(long events) {
        dropped += events;
    }

    synchronized void connected() {
        connections++;
        state = new State(true, "");
    }

    synchronized void failed(String problem) {
        state = new State(false, problem);
    }

    /** All figures of one moment. */
    public synchronized Figures read() {
        long pending = taken - sent - filtered - dropped;
        return new Figures(
                new FlowAccount.Reading(taken, sent, filtered, dropped, pending),
                messages,
                connections,
                state);
    }
}

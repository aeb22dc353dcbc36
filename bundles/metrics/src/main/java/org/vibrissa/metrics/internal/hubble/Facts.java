package org.vibrissa.metrics.internal.hubble;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;

/** An event with what names stand for it, looked up once and only when needed. For one thread. */
final class Facts {
    static final int FORWARDED = 1;
    static final int DROPPED = 2;
    static final int AUDIT = 4;
    private static final int REPLY_REASON = 3;

    private final FlowNames names;
    private final Texts texts = new Texts();
    private FlowEvent event;
    private FlowParty source;
    private FlowParty destination;

    Facts(FlowNames names) {
        this.names = names;
    }

    /** Speaks of this event from now on. */
    Facts of(FlowEvent next) {
        event = next;
        source = null;
        destination = null;
        return this;
    }

    FlowEvent event() {
        return event;
    }

    FlowNames names() {
        return names;
    }

    Texts texts() {
        return texts;
    }

    FlowParty party(End end) {
        if (end == End.SOURCE) {
            if (source == null) {
                source = names.source(event);
            }
            return source;
        }
        if (destination == null) {
            destination = names.destination(event);
        }
        return destination;
    }

    /** The end's address as text; empty without IP. */
    String address(End end) {
        if (event.family() == 0) {
            return "";
        }
        return end == End.SOURCE
                ? texts.address(event.family(), event.sourceHigh(), event.sourceLow(), event, end)
                : texts.address(
                        event.family(),
                        event.destinationHigh(),
                        event.destinationLow(),
                        event,
                        end);
    }

    boolean forwarded() {
        return event.verdict() == FORWARDED;
    }

    boolean dropped() {
        return event.verdict() == DROPPED;
    }

    /** Whether it is known to which side of its flow the packet belongs. */
    boolean sideKnown() {
        return event.traceReason() != 0;
    }

    /** Whether it is known to run from the flow's receiver to who began it. */
    boolean reply() {
        return sideKnown() && (event.reply() || event.traceReason() == REPLY_REASON);
    }
}

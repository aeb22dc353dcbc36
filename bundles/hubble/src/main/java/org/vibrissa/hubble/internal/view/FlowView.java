package org.vibrissa.hubble.internal.view;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;

/**
 * The event that a cursor stands on, with what must be looked up about it: each looked up when it
 * is first asked for, and once. For one thread.
 */
public final class FlowView {
    private final FlowNames names;
    private final Origin origin;
    private final AddressTexts addresses = new AddressTexts();
    private FlowEvent event;
    private FlowParty source;
    private FlowParty destination;

    public FlowView(FlowNames names, Origin origin) {
        this.names = names;
        this.origin = origin;
    }

    /** Now it is about what this one says; to be called again when the cursor has moved. */
    public FlowView at(FlowEvent current) {
        event = current;
        source = null;
        destination = null;
        return this;
    }

    public FlowEvent event() {
        return event;
    }

    public FlowNames names() {
        return names;
    }

    public Origin origin() {
        return origin;
    }

    public FlowParty source() {
        if (source == null) {
            source = names.source(event);
        }
        return source;
    }

    public FlowParty destination() {
        if (destination == null) {
            destination = names.destination(event);
        }
        return destination;
    }

    /** As text; empty without IP. */
    public String sourceAddress() {
        return event.family() == 0
                ? ""
                : addresses.text(event.family(), event.sourceHigh(), event.sourceLow());
    }

    /** As text; empty without IP. */
    public String destinationAddress() {
        return event.family() == 0
                ? ""
                : addresses.text(event.family(), event.destinationHigh(), event.destinationLow());
    }

    /** The device that Hubble shows: that of a trace; 0 for all else. */
    public int shownDevice() {
        return event.kind() == FlowKind.TRACE ? event.ifindex() : 0;
    }

    /** Whether it is known if the packet is a reply. */
    public boolean knowsReply() {
        return switch (event.kind()) {
            case TRACE -> event.traceReason() != 0;
            // A verdict is told of the first packet; that of a refused one says nothing.
            case POLICY_VERDICT -> event.dropReason() == 0;
            case DROP -> false;
        };
    }

    /** Whether it is a reply, where that is known. */
    public boolean reply() {
        return event.kind() == FlowKind.TRACE && event.reply();
    }

    /** Hubble's sub type: of a trace the point in the kernel's numbers, of a drop its reason. */
    public int subType() {
        return switch (event.kind()) {
            case TRACE -> event.observationPoint() == TO_ENDPOINT ? 0 : event.observationPoint();
            case DROP -> event.dropReason();
            case POLICY_VERDICT -> 0;
        };
    }

    /** 0 in the kernel. */
    private static final int TO_ENDPOINT = 101;
}

package org.vibrissa.hubble.internal.stream;

import org.vibrissa.flow.FlowCursor;
import org.vibrissa.hubble.internal.view.FlowView;

/** Looks backwards for the last so many flows that match, turn by turn. For one thread. */
final class Rewind {
    private final FlowCursor cursor;
    private final FlowRequest request;
    private final FlowView view;
    private boolean loaded;
    private long found;

    Rewind(FlowCursor cursor, FlowRequest request, FlowView view) {
        this.cursor = cursor;
        this.request = request;
        this.view = view;
    }

    /** Whether the place is found; else the turn is over. */
    boolean done(Turn turn) {
        while (found < request.number()) {
            if (!turn.next()) {
                return false;
            }
            if (!cursor.previous()) {
                return true;
            }
            loaded = true;
            if (request.filters().admits(view.at(cursor.event()))) {
                found++;
            }
        }
        return true;
    }

    /** Whether the event that the cursor stands on is the first to tell. */
    boolean loaded() {
        return loaded;
    }
}

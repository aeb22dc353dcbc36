package org.vibrissa.hubble.internal.stream;

import java.time.Instant;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.hubble.internal.view.FlowView;

/**
 * Where in the log a request begins.
 *
 * @param cursor of the stream, to be closed by it
 * @param loaded whether the event that the cursor stands on is the first to tell
 */
record StreamStart(FlowCursor cursor, boolean loaded) {
    private static final long SECOND = 1_000_000_000L;

    /** Looks backwards for the last so many that match; everything else is known at once. */
    static StreamStart of(FlowLog log, FlowRequest request, FlowView view, String name) {
        if (request.since().isPresent()) {
            long nanos = request.since().getAsLong();
            Instant since =
                    Instant.ofEpochSecond(
                            Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
            return new StreamStart(log.since(name, since), false);
        }
        if (request.follow() && request.number() == 0) {
            return new StreamStart(log.fromNewest(name), false);
        }
        if (request.first() || request.number() == 0) {
            return new StreamStart(log.fromOldest(name), false);
        }
        FlowCursor cursor = log.fromNewest(name);
        boolean loaded = rewind(cursor, request, view);
        return new StreamStart(cursor, loaded);
    }

    /** False when there was nothing at all. */
    private static boolean rewind(FlowCursor cursor, FlowRequest request, FlowView view) {
        boolean loaded = false;
        long found = 0;
        while (found < request.number() && cursor.previous()) {
            loaded = true;
            if (request.filters().admits(view.at(cursor.event()))) {
                found++;
            }
        }
        return loaded;
    }
}

package org.vibrissa.hubble.internal.stream;

import java.time.Instant;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;

/**
 * Where in the log a request begins.
 *
 * @param cursor of the stream, to be closed by it
 * @param rewinds whether the last so many that match are still to be looked for, from there back
 */
record StreamStart(FlowCursor cursor, boolean rewinds) {
    private static final long SECOND = 1_000_000_000L;

    static StreamStart of(FlowLog log, FlowRequest request, String name) {
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
        return new StreamStart(log.fromNewest(name), true);
    }
}

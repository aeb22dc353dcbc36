package org.vibrissa.hubble.internal.stream;

import java.util.concurrent.TimeUnit;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;

/** Losses of one client put together, so that it is told once a second. For one thread. */
final class LostFlows {
    /** A relay's sorting waits as long. */
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final LostEventSource source;
    private long lost;
    private long first;
    private long last;

    LostFlows(LostEventSource source) {
        this.source = source;
    }

    /** Notes a loss, at this time in ns since 1970. */
    void add(long events, long now) {
        if (lost == 0) {
            first = now;
        }
        lost += events;
        last = now;
    }

    boolean isEmpty() {
        return lost == 0;
    }

    /** Whether it is time to tell, a second after the first of them. */
    boolean due(long now) {
        // A clock that was set back must not keep them for ever.
        return lost > 0 && (now - first >= INTERVAL || now < first);
    }

    /** All of them; from now on there are none. */
    LostEvent take() {
        LostEvent event =
                LostEvent.newBuilder()
                        .setSource(source)
                        .setNumEventsLost(lost)
                        .setFirst(FlowMessages.time(first))
                        .setLast(FlowMessages.time(last))
                        .build();
        lost = 0;
        return event;
    }
}

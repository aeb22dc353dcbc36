package org.vibrissa.flow;

import java.time.Duration;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** The last events of this host, in memory. Thread safe. */
@ProviderType
public interface FlowLog {
    /** A cursor before the oldest event. */
    FlowCursor fromOldest(String name);

    /**
     * A cursor behind the newest event: {@code next} gives what comes, {@code previous} what was.
     */
    FlowCursor fromNewest(String name);

    /** A cursor before the first event of this time or later. */
    FlowCursor since(String name, Instant time);

    /** Events that it holds at most: a power of two less one. */
    int capacity();

    /** Events that it holds now. */
    int size();

    /** Events that were ever written, by this daemon. */
    long written();

    /** Events per second over the last minute, or since the start when that is shorter. */
    double rate();

    /** How long events have been written. */
    Duration uptime();
}

package org.vibrissa.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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

    /**
     * A cursor of a reader that may go and come again, as with another version of its bundle: it
     * goes on behind the event that the last cursor of this name has {@link FlowCursor#settle
     * settled}, or where that one began. What was overwritten meanwhile is lost to it. Of a name
     * that is not known it stands behind the newest event.
     *
     * <p>One at a time: while an earlier one of this name is open this one gives nothing; it goes
     * on when that one is closed. So of two versions that run side by side only one reads.
     *
     * <p>256 names of closed cursors are remembered, then the one that was closed first is
     * forgotten; as long as the log, which ends with its bundle or the daemon.
     */
    FlowCursor resume(String name);

    /**
     * Forgets the names of closed cursors of {@link #resume} whose readers are not to come again.
     *
     * @param prefix of the names that it is about
     * @param names those that may come again, with the prefix
     */
    void retain(String prefix, Set<String> names);

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

package org.vibrissa.flow;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One reader's place in the {@link FlowLog}. A reader that is slower than the log loses the events
 * that were overwritten before it came to them, and is told how many; nobody waits for it.
 *
 * <p>For one thread, except {@link #wake} and {@link #close}. Nothing is allocated per event.
 */
@ProviderType
public interface FlowCursor extends AutoCloseable {
    /**
     * Loads the next event into {@link #event()}.
     *
     * @return false when there is none yet; the event stays as it was
     */
    boolean next();

    /**
     * Loads the event before the one last loaded, or before the start.
     *
     * @return false when it is overwritten or there is none
     */
    boolean previous();

    /** The event last loaded; empty of meaning before the first. Always the same object. */
    FlowEvent event();

    /** Events that were overwritten before this cursor came to them, since the last call. */
    long takeLost();

    /**
     * Says that nothing is left to do for the events up to this one: who comes after a cursor of
     * {@link FlowLog#resume} goes on behind it. It moves nothing here.
     *
     * @param sequence of an event that this cursor gave
     */
    void settle(long sequence);

    /** Waits until {@link #next} has something, {@link #wake}, {@link #close} or the timeout. */
    boolean await(Duration timeout);

    /** Lets the current or next {@link #await} return early. */
    void wake();

    /** Whether the log itself has ended: its bundle stops. */
    boolean ended();

    /** Idempotent. */
    @Override
    void close();
}

package org.vibrissa.bpf;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads a ring buffer (BPF_MAP_TYPE_RINGBUF) through memory that is shared with the kernel: no
 * system call, no lock and no allocation per record.
 *
 * <p>One thread reads at a time: {@link #drain} and {@link #await} on a second thread throw {@link
 * IllegalStateException}. {@link #counters}, {@link #wake} and {@link #close} may be called by any
 * thread. There is one reader per ring, as records go to whoever comes first.
 */
@ProviderType
public interface RingReader extends AutoCloseable {
    /** Size of the ring in bytes. */
    int capacity();

    /**
     * Gives committed records to the consumer until there are none, a record is still being
     * written, or {@code maxRecords} were given. Never waits. The kernel gets the space back every
     * 16 KiB (an eighth of a small ring), when there was nothing to read, at {@link #await} and at
     * {@link #close}; a daemon that is killed before leaves those records to be read again.
     *
     * <p>A record counts as read when the consumer is called: one that throws is not given again;
     * the exception leaves this method and the next call goes on behind it.
     *
     * @param maxRecords 1 or more
     * @return how many records were given, without discarded ones
     * @throws BpfException when the ring's memory is not as the kernel writes it; the message names
     *     the position
     * @throws IllegalStateException when closed or when another thread reads
     */
    int drain(RecordConsumer consumer, int maxRecords);

    /**
     * Waits until a record can be read.
     *
     * @param timeout zero or less looks once; longer than 24 days counts as 24 days
     * @return true when there is a record; false after the timeout, {@link #wake} or {@link #close}
     * @throws IllegalStateException when closed or when another thread reads
     */
    boolean await(Duration timeout);

    /** Lets the current or next {@link #await} return early. */
    void wake();

    /**
     * Bytes, headers included, that were given back to the kernel since the ring was made, by
     * earlier readers too: where a reader that is killed now will be followed by the next one.
     */
    long released();

    /**
     * Who wants to write down how far it got before the kernel gets space back: called with what
     * {@link #released} will be, right before, on the reading thread and at {@link #close} on the
     * closing one. Quick; replaces the one of before.
     */
    void beforeRelease(LongConsumer note);

    /** Totals since the ring was opened; may lag a running {@link #drain} by some records. */
    RingCounters counters();

    /**
     * Unmaps the ring; waits for a {@link #drain} on another thread to leave its consumer. When the
     * consumer itself calls it, the ring is unmapped after it returns. Idempotent.
     */
    @Override
    void close();
}

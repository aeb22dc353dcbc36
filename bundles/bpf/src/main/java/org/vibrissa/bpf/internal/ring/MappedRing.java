package org.vibrissa.bpf.internal.ring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.vibrissa.bpf.RecordConsumer;
import org.vibrissa.bpf.RingCounters;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;

/** A ring buffer in shared memory. */
public final class MappedRing implements RingReader {
    private static final Duration LONGEST = Duration.ofDays(24);

    private final String what;
    private final RingMemory memory;
    private final RingScan scan;
    private final RingWaiter waiter;
    private final Gate gate;
    private final AtomicReference<Thread> reader = new AtomicReference<>();

    MappedRing(RingMemory memory, RingWaiter waiter, String what, Runnable onClose) {
        this.what = what;
        this.memory = memory;
        this.waiter = waiter;
        this.scan = new RingScan(memory, what);
        this.gate =
                new Gate(
                        () -> {
                            scan.publish();
                            waiter.close();
                            memory.unmap().run();
                            onClose.run();
                        });
    }

    /**
     * Maps a ring buffer map. There must be no other reader of it.
     *
     * @param fd the map; a copy is made
     * @param capacity its max_entries
     * @param what the map, for errors
     * @param onClose runs once when the ring is unmapped
     */
    public static MappedRing open(int fd, int capacity, String what, Runnable onClose) {
        Fd copy = new Fd(Bpf.duplicate(fd), what);
        RingMemory memory;
        try {
            memory = RingMemory.map(fd, capacity, what);
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
        return new MappedRing(memory, new RingWaiter(copy), what, onClose);
    }

    @Override
    public int capacity() {
        return memory.capacity();
    }

    @Override
    public int drain(RecordConsumer consumer, int maxRecords) {
        if (maxRecords < 1) {
            throw new IllegalArgumentException("maxRecords must be 1 or more, got " + maxRecords);
        }
        enter();
        try {
            return scan.run(consumer, maxRecords);
        } finally {
            leave();
        }
    }

    @Override
    public boolean await(Duration timeout) {
        long nanos = (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toNanos();
        long deadline = System.nanoTime() + Math.max(0, nanos);
        enter();
        try {
            scan.publish();
            boolean ready = scan.ready();
            // The kernel counts a record that is reserved, not yet committed, as data: look again.
            for (boolean wait = true; wait && !ready; ready = scan.ready()) {
                wait = waiter.await(deadline) && deadline - System.nanoTime() > 0;
                Thread.onSpinWait();
            }
            return ready;
        } finally {
            leave();
        }
    }

    private void enter() {
        if (!gate.enter()) {
            throw new IllegalStateException(what + " is closed");
        }
        if (!reader.compareAndSet(null, Thread.currentThread())) {
            Thread other = reader.get();
            gate.leave();
            throw new IllegalStateException(
                    what + " is being read by " + (other == null ? "another thread" : other));
        }
    }

    private void leave() {
        reader.set(null);
        gate.leave();
    }

    @Override
    public void wake() {
        if (gate.enter()) {
            try {
                waiter.wake();
            } finally {
                gate.leave();
            }
        }
    }

    @Override
    public long released() {
        return scan.published();
    }

    @Override
    public void beforeRelease(LongConsumer note) {
        scan.beforePublish(note);
    }

    @Override
    public RingCounters counters() {
        if (!gate.enter()) {
            return scan.totals(0);
        }
        try {
            return scan.counters();
        } finally {
            gate.leave();
        }
    }

    @Override
    public void close() {
        scan.stop();
        wake();
        boolean own = Thread.currentThread().equals(reader.get());
        gate.close();
        if (!own) {
            gate.awaitEnd();
        }
    }

    @Override
    public String toString() {
        return what;
    }
}

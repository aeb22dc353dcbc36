package org.vibrissa.flow.internal.watch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.flow.internal.bpf.VibPathRecord;

/**
 * Reads the ring of ways while somebody watches, and gives each way to whose it is. Nobody's are
 * those of a watch that has just ended. Thread safe.
 */
final class PathFeed {
    private static final Logger LOG = LoggerFactory.getLogger(PathFeed.class);
    private static final int VERSION = 1;
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<RingReader> opener;
    private final Map<Integer, Consumer<VibPathRecord>> takers = new ConcurrentHashMap<>();
    private RingReader reader;
    private Thread thread;

    /**
     * A feed that reads nothing yet.
     *
     * @param opener opens the ring
     */
    PathFeed(Supplier<RingReader> opener) {
        this.opener = opener;
    }

    /** From now on ways of this watch go to the taker, which must be quick. */
    synchronized void add(int id, Consumer<VibPathRecord> taker) {
        takers.put(id, taker);
        if (thread == null) {
            RingReader ring = opener.get();
            reader = ring;
            thread = new Thread(() -> read(ring), "vib-flow-ways");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** With the last one the reading ends. */
    void remove(int id) {
        Thread ended;
        synchronized (this) {
            takers.remove(id);
            if (!takers.isEmpty() || thread == null) {
                return;
            }
            ended = thread;
            thread = null;
            reader.close();
            reader = null;
        }
        join(ended);
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.multipliedBy(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean reads(RingReader ring) {
        return reader == ring;
    }

    private void read(RingReader ring) {
        try {
            while (reads(ring)) {
                ring.await(PATIENCE);
                int taken = BATCH;
                while (taken == BATCH && reads(ring)) {
                    taken = ring.drain(this::take, BATCH);
                }
            }
        } catch (IllegalStateException e) {
            if (reads(ring)) {
                LOG.error("ways of packets are not read any more", e);
            }
        } catch (RuntimeException e) {
            LOG.error("ways of packets are not read any more", e);
        }
    }

    /** Records of an older program that is still in its slot are left out. */
    private void take(ByteBuffer data, int offset, int length) {
        if (length < VibPathRecord.SIZE) {
            return;
        }
        VibPathRecord way = VibPathRecord.CODEC.read(data, offset);
        Consumer<VibPathRecord> taker = takers.get(way.watch());
        if (way.version() == VERSION && taker != null) {
            taker.accept(way);
        }
    }
}

package org.vibrissa.etcd.internal.feed;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;

/** Writes to etcd what this host has to say, as soon as it is there; again until it succeeds. */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final long MOST_WAIT_MS = 5000;

    private final Etcd etcd;
    private final List<Outbox> boxes;
    private final BooleanSupplier open;
    private final Health health;
    private final Semaphore signal = new Semaphore(0);
    private final Backoff backoff = new Backoff(MOST_WAIT_MS);
    private final Thread thread = new Thread(this::run, "etcd-writer");
    private volatile boolean closed;

    /**
     * A writer that has not begun.
     *
     * @param open whether etcd is followed; before that nothing is written
     */
    public Writer(Etcd etcd, List<Outbox> boxes, BooleanSupplier open, Health health) {
        this.etcd = etcd;
        this.boxes = List.copyOf(boxes);
        this.open = open;
        this.health = health;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Something waits. */
    public void wake() {
        signal.release();
    }

    /** How many changes wait. */
    public int waiting() {
        return boxes.stream().mapToInt(Outbox::waiting).sum();
    }

    private void run() {
        long wait = MOST_WAIT_MS;
        while (!closed) {
            try {
                signal.tryAcquire(wait, TimeUnit.MILLISECONDS);
                signal.drainPermits();
                wait = open.getAsBoolean() ? write() : MOST_WAIT_MS;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How long to wait for the next time. */
    private long write() throws InterruptedException {
        try {
            for (Outbox box : boxes) {
                box.drain(etcd);
            }
            // Also when nothing was left to write: what had no answer in time has got there.
            health.good(Health.Topic.WRITE);
            backoff.reset();
            return MOST_WAIT_MS;
        } catch (EtcdException e) {
            health.bad(Health.Topic.WRITE, words(e));
        } catch (RuntimeException e) {
            LOG.error("writing to etcd failed", e);
            health.bad(Health.Topic.WRITE, "internal error: " + e);
        }
        // What comes meanwhile has to wait as well.
        long wait = backoff.millis();
        Thread.sleep(wait);
        return 0;
    }

    private static String words(EtcdException e) {
        return e.kind() == EtcdException.Kind.FULL
                ? e.getMessage()
                        + ": etcd takes no writes until its database is compacted, defragmented"
                        + " and the alarm is disarmed (docs/etcd.md)"
                : e.getMessage();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

package org.vibrissa.lab;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** One ping after the other, each a flow of its own, until closed. */
public final class Pings implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Namespace from;
    private final String address;
    private final AtomicLong done = new AtomicLong();
    private final Thread thread = new Thread(this::run, "lab-pings");
    private volatile boolean ends;

    private Pings(Namespace from, String address) {
        this.from = from;
        this.address = address;
    }

    /** Begins at once. */
    public static Pings start(Namespace from, String address) {
        Pings pings = new Pings(from, address);
        pings.thread.setDaemon(true);
        pings.thread.start();
        return pings;
    }

    private void run() {
        while (!ends) {
            from.pings(address);
            done.incrementAndGet();
        }
    }

    /** Waits until this many more have begun and ended. */
    public void awaitMore(int pings) {
        long wanted = done.get() + pings + 1;
        Await.until(pings + " more pings", PATIENCE, () -> done.get() >= wanted);
    }

    /** Waits for the last one. */
    @Override
    public void close() {
        ends = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

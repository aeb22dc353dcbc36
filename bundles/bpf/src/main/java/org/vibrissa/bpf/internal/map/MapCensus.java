package org.vibrissa.bpf.internal.map;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.MapInfo;
import org.vibrissa.bpf.MapType;

/**
 * Counts the entries of maps, which the kernel does not tell: by a walk over all. A walk runs on a
 * thread of its own when somebody asks, at most every ten seconds and so that the walks take no
 * more than a fiftieth of one CPU; who asks gets what the last one found. Thread safe.
 */
public final class MapCensus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MapCensus.class);
    private static final long LEAST_PAUSE = Duration.ofSeconds(10).toNanos();
    private static final long SHARE = 50;

    private final Supplier<? extends Iterable<KernelMap>> maps;
    private Map<Integer, Long> entries = Map.of();
    private Thread walker;
    private long ended;
    private long took;
    private boolean closed;

    /** A census of these maps, asked at each walk; those without entries to count are left out. */
    public MapCensus(Supplier<? extends Iterable<KernelMap>> maps) {
        this.maps = maps;
        ended = System.nanoTime() - LEAST_PAUSE;
    }

    /** Whether the map has places that may be empty. */
    public static boolean counts(MapInfo map) {
        return map.type() == MapType.HASH
                || map.type() == MapType.LRU_HASH
                || map.type() == MapType.PERCPU_HASH
                || map.type() == MapType.LRU_PERCPU_HASH
                || map.type() == MapType.LPM_TRIE;
    }

    /** Entries by the maps' ids, as the last walk found them; none before the first has ended. */
    public synchronized Map<Integer, Long> entries() {
        long pause = Math.max(LEAST_PAUSE, SHARE * took);
        if (!closed && walker == null && System.nanoTime() - ended >= pause) {
            walker = new Thread(this::walk, "bpf-map-census");
            walker.setDaemon(true);
            walker.start();
        }
        return entries;
    }

    private void walk() {
        long begun = System.nanoTime();
        Map<Integer, Long> found = new HashMap<>();
        for (KernelMap map : maps.get()) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            if (counts(map.info())) {
                count(map, found);
            }
        }
        synchronized (this) {
            entries = Map.copyOf(found);
            ended = System.nanoTime();
            took = ended - begun;
            walker = null;
            notifyAll();
        }
    }

    private static void count(KernelMap map, Map<Integer, Long> found) {
        AtomicLong number = new AtomicLong();
        try {
            Entries.forEach(map, (keys, keyAt, values, valueAt) -> number.incrementAndGet());
            found.put(map.id(), number.get());
        } catch (RuntimeException e) {
            LOG.debug("{} could not be counted", map, e); // It was closed meanwhile.
        }
    }

    /** Waits until no walk runs. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (walker != null) {
                walker.interrupt();
            }
            try {
                while (walker != null) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package org.vibrissa.mode.internal.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.mode.PathProbe;

/** Asks by ICMP echo requests, again and again until each has answered or patience ends. */
public final class EchoProbe implements PathProbe {
    private static final Logger LOG = LoggerFactory.getLogger(EchoProbe.class);
    private static final int ATTEMPT_MS = 500;
    private static final int THREADS = 16;

    @Override
    public Map<InetAddress, Duration> probe(Collection<InetAddress> addresses, Duration patience) {
        Map<InetAddress, Duration> answered = new ConcurrentHashMap<>();
        if (addresses.isEmpty()) {
            return answered;
        }
        long end = System.nanoTime() + patience.toNanos();
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.min(THREADS, addresses.size()),
                        task -> {
                            Thread thread = new Thread(task, "vib-mode-echo");
                            thread.setDaemon(true);
                            return thread;
                        });
        addresses.forEach(address -> threads.execute(() -> ask(address, end, answered)));
        threads.shutdown();
        try {
            threads.awaitTermination(patience.toMillis() + ATTEMPT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
        return Map.copyOf(answered);
    }

    private static void ask(InetAddress address, long end, Map<InetAddress, Duration> answered) {
        do {
            long begin = System.nanoTime();
            try {
                long left = TimeUnit.NANOSECONDS.toMillis(end - begin);
                if (address.isReachable((int) Math.max(1, Math.min(ATTEMPT_MS, left)))) {
                    answered.put(address, Duration.ofNanos(System.nanoTime() - begin));
                    return;
                }
                pauseUnreachable(begin);
            } catch (IOException e) {
                LOG.debug("echo request to {}", address, e);
                pauseUnreachable(begin);
            }
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
    }

    /** An error that comes at once is not asked for again at once. */
    private static void pauseUnreachable(long begin) {
        long left = TimeUnit.MILLISECONDS.toNanos(50) - (System.nanoTime() - begin);
        if (left > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
        }
    }
}

package org.vibrissa.flow.internal.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** Events of each of the last seconds. One thread adds, any thread reads. */
final class FlowRate {
    private static final int SECONDS = 60;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long start;

    /** By second modulo the length: the number of the second, and its events. */
    private final AtomicLongArray numbers = new AtomicLongArray(SECONDS + 1);

    private final AtomicLongArray events = new AtomicLongArray(SECONDS + 1);

    FlowRate(long now) {
        this.start = now;
    }

    void add(long count, long now) {
        long second = (now - start) / SECOND;
        int at = (int) (second % (SECONDS + 1));
        if (numbers.getPlain(at) != second) {
            events.setRelease(at, 0);
            numbers.setRelease(at, second);
        }
        events.setRelease(at, events.getPlain(at) + count);
    }

    /** Over the last minute, or since the start when that is shorter. */
    double perSecond(long now) {
        long second = (now - start) / SECOND;
        long sum = 0;
        for (int i = 0; i <= SECONDS; i++) {
            if (numbers.getAcquire(i) > second - SECONDS) {
                sum += events.getAcquire(i);
            }
        }
        double over = Math.min((double) (now - start) / SECOND, SECONDS);
        return over <= 0 ? 0 : sum / over;
    }
}

package org.vibrissa.health.internal.probe;

/** Most probes a second: tokens that come evenly and are kept for a second at most. */
final class Budget {
    private static final double SECOND = 1e9;

    private final int rate;
    private double tokens;
    private long last;

    Budget(int rate, long nowNanos) {
        this.rate = rate;
        this.tokens = rate;
        this.last = nowNanos;
    }

    /**
     * Takes them when they are there. More than a second's worth is had when the budget is full.
     *
     * @return 0 when taken, otherwise the nanoseconds until they may be there
     */
    long take(int count, long nowNanos) {
        tokens = Math.min(rate, tokens + (nowNanos - last) * (rate / SECOND));
        last = nowNanos;
        double needed = Math.min(count, rate);
        if (tokens >= needed) {
            tokens -= count;
            return 0;
        }
        return Math.max(1, Math.round((needed - tokens) * SECOND / rate));
    }
}

package org.vibrissa.mode.internal.host;

import java.time.Duration;
import org.vibrissa.node.ForwardMode;

/** Waits until nothing comes by a mode any more. */
public final class Drain {
    private static final long STEP_MS = 20;

    private final Traffics traffics;

    public Drain(Traffics traffics) {
        this.traffics = traffics;
    }

    /**
     * Waits.
     *
     * @param quiet how long nothing must have come
     * @param longest when to give up: another group may be carried by the mode
     * @return whether it was quiet so long
     */
    public boolean await(String mode, Duration quiet, Duration longest)
            throws InterruptedException {
        long begin = System.nanoTime();
        long lastChange = begin;
        long before = received(mode);
        while (System.nanoTime() - lastChange < quiet.toNanos()) {
            if (System.nanoTime() - begin > longest.toNanos()) {
                return false;
            }
            Thread.sleep(Math.min(STEP_MS, Math.max(1, quiet.toMillis())));
            long now = received(mode);
            if (now != before) {
                before = now;
                lastChange = System.nanoTime();
            }
        }
        return true;
    }

    private long received(String mode) {
        return traffics.of(mode).map(ForwardMode.Traffic::receivedPackets).orElse(0L);
    }
}

package org.vibrissa.hubble.internal.serve;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a listener, again and again until it can: the version before may hold the port yet, or the
 * host may not have the address yet.
 */
public final class Insistence {
    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);
    private static final long RETRY_MS = 500;

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Opens it.
         *
         * @throws IOException when it cannot be opened now
         */
        void open() throws IOException, InterruptedException;
    }

    private Insistence() {}

    /**
     * Returns when it is open, or all ends.
     *
     * @param what as the log tells it
     * @param problem is told why it is not open
     */
    public static void open(
            String what, CountDownLatch ending, Attempt attempt, Consumer<String> problem)
            throws InterruptedException {
        String told = "";
        while (ending.getCount() > 0) {
            try {
                attempt.open();
                return;
            } catch (IOException | IllegalArgumentException e) {
                String now = "TCP: " + e.getMessage();
                problem.accept(now);
                if (!now.equals(told)) {
                    LOG.warn("{}: {}; trying on", what, e.getMessage());
                    told = now;
                }
            }
            if (ending.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }
}

package org.vibrissa.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the bundles are that come after readiness. Thread safe. */
final class LateBundles {
    private static final Logger LOG = LoggerFactory.getLogger(LateBundles.class);

    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean starting;

    /** They start from now on. */
    void begin() {
        starting = true;
    }

    /** All have started, or failed to. */
    void done() {
        started.countDown();
    }

    void await(Duration limit) throws InterruptedException {
        if (starting && !started.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("bundles are still starting after {} s; going on without", limit.toSeconds());
        }
    }
}

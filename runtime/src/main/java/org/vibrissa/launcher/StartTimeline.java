package org.vibrissa.launcher;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a start's time goes: with {@code --log-level debug}, one line per phase and bundle. */
final class StartTimeline implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(StartTimeline.class);

    private final StartClock clock;
    private final Map<Bundle, Long> starting = new ConcurrentHashMap<>();

    StartTimeline(StartClock clock) {
        this.clock = clock;
    }

    /** Follows the bundles, if anybody will see it. */
    void follow(BundleContext context) {
        if (LOG.isDebugEnabled()) {
            context.addBundleListener(this);
        }
    }

    /** A phase has ended. */
    void phase(String name) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} ms: {}", clock.elapsed().toMillis(), name);
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.STARTING) {
            starting.put(bundle, System.nanoTime());
        } else if (event.getType() == BundleEvent.STARTED && starting.containsKey(bundle)) {
            long micros = (System.nanoTime() - starting.remove(bundle)) / 1000;
            LOG.debug(
                    "{} ms: {} started in {} us",
                    clock.elapsed().toMillis(),
                    bundle.getSymbolicName(),
                    micros);
        }
    }
}

package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded OSGi framework with the bundles of the list. Used by the main thread alone. */
final class Framework {
    private static final Logger LOG = LoggerFactory.getLogger(Framework.class);

    private final org.apache.felix.framework.Felix felix;
    private final BundleCache cache;
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

    Framework(Distribution distribution, Path stateDir, Map<String, String> settings)
            throws LaunchFailure {
        cache = BundleCache.open(distribution, stateDir);
        felix =
                new org.apache.felix.framework.Felix(
                        FrameworkProperties.of(distribution, cache.folder(), settings));
    }

    /** Creates the framework and installs the list; no bundle starts. */
    BundleContext install() throws LaunchFailure {
        try {
            felix.init();
            BundleContext context = felix.getBundleContext();
            context.addFrameworkListener(this::noteFailure);
            cache.fill(context);
            // At once, not bundle by bundle; the start of one that cannot be resolved says why.
            felix.adapt(FrameworkWiring.class)
                    .resolveBundles(
                            Stream.of(context.getBundles())
                                    .filter(bundle -> !comesAfterReadiness(bundle))
                                    .toList());
            return context;
        } catch (BundleException | IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot install the bundles: " + e.getMessage(), e);
        }
    }

    /** Starts the infrastructure bundles. */
    void startInfrastructure() throws LaunchFailure {
        try {
            felix.start();
        } catch (BundleException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "the framework does not start: " + e.getMessage(), e);
        }
        refuseFailures();
    }

    /** Starts all that readiness may depend on, in the order of their start levels. */
    void startForReadiness() throws LaunchFailure, InterruptedException {
        raise(StartLevels.READY);
        refuseFailures();
        for (Bundle bundle : felix.getBundleContext().getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE
                    && !isFragment(bundle)
                    && !comesAfterReadiness(bundle)) {
                LOG.debug("bundle {} is not active", bundle.getSymbolicName());
            }
        }
    }

    /** Starts the rest. One that fails is told in the log; the daemon is whole without it. */
    void startRest() throws InterruptedException {
        raise(StartLevels.ALL);
        failures.clear();
    }

    private static boolean comesAfterReadiness(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel() > StartLevels.READY;
    }

    private void raise(int level) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        felix.adapt(FrameworkStartLevel.class)
                .setStartLevel(
                        level,
                        event -> {
                            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                                reached.countDown();
                            }
                        });
        reached.await();
    }

    /** Whether it runs. */
    boolean active() {
        return felix.getState() == Bundle.ACTIVE;
    }

    /** Ends when the framework has stopped, whoever stopped it. */
    void awaitStop() throws InterruptedException {
        felix.waitForStop(0);
    }

    /**
     * Stops all bundles in reverse order.
     *
     * @return whether all had stopped in time
     */
    boolean stop(long timeoutMillis) throws InterruptedException {
        try {
            felix.stop();
            return felix.waitForStop(timeoutMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            LOG.error("the framework does not stop", e);
            return false;
        }
    }

    static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /**
     * Notes a bundle that did not start. A service that a component could not give is no such
     * failure: the component says why, and the readiness checks tell what is missing for it.
     */
    private void noteFailure(FrameworkEvent event) {
        if (event.getThrowable() instanceof ServiceException) {
            LOG.debug("bundle {}", event.getBundle().getSymbolicName(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.ERROR) {
            LOG.error("bundle {}", event.getBundle().getSymbolicName(), event.getThrowable());
            failures.add(
                    event.getBundle().getSymbolicName() + ": " + event.getThrowable().getMessage());
        }
    }

    private void refuseFailures() throws LaunchFailure {
        if (!failures.isEmpty()) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED,
                    "these bundles did not start:\n  "
                            + String.join("\n  ", List.copyOf(failures)));
        }
    }
}

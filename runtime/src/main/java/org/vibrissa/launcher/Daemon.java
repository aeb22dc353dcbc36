package org.vibrissa.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.launcher.log.ComponentLog;
import org.vibrissa.launcher.log.JavaLogging;
import org.vibrissa.launcher.log.StderrLog;
import org.vibrissa.runtime.Footprint;
import org.vibrissa.runtime.LogControl;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.runtime.Shutdown;

/** One run of the daemon, on the main thread. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long STOP_TIMEOUT_MILLIS = 20_000;
    private static final long READY_POLL_MILLIS = 2;
    private static final Duration REMIND = Duration.ofSeconds(5);

    private final Node node;
    private final StartClock clock;
    private final Framework framework;
    private final StartTimeline timeline;
    private final Readiness readiness;
    private final BundleContext context;
    private final Notifier notifier = new Notifier();
    private final LateBundles late = new LateBundles();
    private final BlockingQueue<StopRequest> stops = new LinkedBlockingQueue<>();

    Daemon(Options options, Distribution distribution, StartClock clock) throws LaunchFailure {
        this.clock = clock;
        node = LaunchedNode.of(options, distribution, clock, late);
        framework = new Framework(distribution, options.stateDir(), options.settings());
        timeline = new StartTimeline(clock);
        timeline.phase("framework made");
        context = framework.install();
        timeline.follow(context);
        timeline.phase("bundles installed");
        readiness =
                new Readiness(
                        distribution.readyChecks(), () -> Services.all(context, ReadyCheck.class));
        Shutdown shutdown = (exitCode, reason) -> stops.add(new StopRequest(exitCode, reason));
        context.registerService(Node.class, node, null);
        context.registerService(Shutdown.class, shutdown, null);
        context.registerService(LogControl.class, StderrLog.ofProcess(), null);
        context.registerService(
                org.osgi.service.log.LoggerFactory.class,
                new ComponentLog(LoggerFactory.getLogger("components")),
                null);
    }

    /** Ends the run; may be called by any thread, also before it began. */
    void request(StopRequest request) {
        stops.add(request);
    }

    /**
     * Starts what readiness may depend on; a configuration with problems starts none but the
     * infrastructure.
     */
    void start() throws LaunchFailure, StartStopped, InterruptedException {
        framework.startInfrastructure();
        timeline.phase("infrastructure started");
        refuse(stops.poll());
        framework.startForReadiness();
        timeline.phase("bundles for readiness started");
        watchFramework();
    }

    /** Starts the bundles that come after readiness. */
    void startRest() throws InterruptedException {
        // Here, as nothing before uses it, and it takes its time to load.
        JavaLogging.redirect();
        try {
            framework.startRest();
        } finally {
            late.done();
        }
        timeline.phase("all bundles started");
    }

    /**
     * Waits until every readiness check is met.
     *
     * @param patience after which it returns although something is awaited
     */
    void awaitReady(Duration patience) throws StartStopped, InterruptedException {
        Duration giveUp = clock.elapsed().plus(patience);
        Duration remind = clock.elapsed().plus(REMIND);
        Map<String, String> pending = readiness.pending();
        while (!pending.isEmpty() && clock.elapsed().compareTo(giveUp) < 0) {
            refuse(stops.poll(READY_POLL_MILLIS, TimeUnit.MILLISECONDS));
            if (clock.elapsed().compareTo(remind) > 0) {
                remind = clock.elapsed().plus(REMIND);
                LOG.warn("not ready yet, waiting for {}", Readiness.line(pending));
                notifier.send("STATUS=Waiting for " + Readiness.line(pending));
            }
            pending = readiness.pending();
        }
    }

    /** Tells the supervisor and the user that all is ready; {@link #startRest} is to follow. */
    void announce() {
        late.begin();
        notifier.send("READY=1\nSTATUS=Ready");
        System.out.printf(
                "vibrissa %s, node %s, ready in %d ms, socket %s%n",
                node.version(),
                node.name(),
                clock.elapsed().toMillis(),
                node.runDir().resolve("vibrissa.sock"));
        System.out.flush();
    }

    /** Waits for a reason to end, feeding the supervisor's watchdog. */
    StopRequest awaitStop() throws InterruptedException {
        Watchdog watchdog = Watchdog.start(notifier, framework, readiness);
        try {
            return stops.take();
        } finally {
            watchdog.stop();
        }
    }

    /** Whether anything on the host beside its own files is this daemon's, so far as it knows. */
    boolean hasFootprint() {
        try {
            return Services.all(context, Footprint.class).stream()
                    .flatMap(footprint -> footprint.items().stream())
                    .anyMatch(item -> !item.kind().equals("file"));
        } catch (RuntimeException e) {
            LOG.warn("what is on the host could not be listed", e);
            return true;
        }
    }

    BundleContext context() {
        return context;
    }

    /**
     * Stops all bundles; the datapath goes on forwarding.
     *
     * @return whether all stopped in time
     */
    boolean stop() throws InterruptedException {
        notifier.send("STOPPING=1");
        boolean clean = framework.stop(STOP_TIMEOUT_MILLIS);
        if (!clean) {
            LOG.error("bundles did not stop within {} ms", STOP_TIMEOUT_MILLIS);
        }
        return clean;
    }

    private static void refuse(StopRequest request) throws StartStopped {
        if (request != null) {
            throw new StartStopped(request);
        }
    }

    private void watchFramework() {
        Thread watch =
                new Thread(
                        () -> {
                            try {
                                framework.awaitStop();
                                stops.add(new StopRequest(1, "the framework stopped by itself"));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "vibrissa-framework-watch");
        watch.setDaemon(true);
        watch.start();
    }
}

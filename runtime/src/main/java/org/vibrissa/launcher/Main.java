package org.vibrissa.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.launcher.log.StderrLog;
import org.vibrissa.runtime.Footprint;

/** Executed by {@code bin/vibrissa} for {@code run} and {@code down --purge}. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final Duration FOREVER = Duration.ofDays(365_000);
    private static final Duration PURGE_PATIENCE = Duration.ofSeconds(15);

    private Main() {}

    /** See {@link Options}; ends the process with 0, 1 (failed) or 2 (usage, configuration). */
    public static void main(String[] args) throws InterruptedException {
        StartClock clock = new StartClock();
        int exitCode;
        try {
            Options options = Options.parse(List.of(args), Files.readString(HOST_NAME));
            earlyLogLevel(options);
            Capabilities.require();
            Prelude.begin();
            exitCode = options.purge() ? purge(options, clock) : run(options, clock);
        } catch (LaunchFailure e) {
            LOG.debug("refused", e);
            System.err.println("vibrissa: " + e.getMessage());
            exitCode = e.exitCode();
        } catch (IOException e) {
            System.err.println("vibrissa: " + e);
            exitCode = LaunchFailure.FAILED;
        }
        System.exit(exitCode);
    }

    private static int run(Options options, StartClock clock)
            throws LaunchFailure, IOException, InterruptedException {
        FreshFolders fresh =
                FreshFolders.of(options.runDir(), options.stateDir(), options.bpfDir());
        try {
            return run(options, clock, fresh);
        } finally {
            fresh.removeUnlessUsed();
        }
    }

    private static int run(Options options, StartClock clock, FreshFolders fresh)
            throws LaunchFailure, IOException, InterruptedException {
        NodeLock lock = StartTurn.take(options);
        Daemon daemon = new Daemon(options, Distribution.read(home()), clock);
        StopOnSignal signal = StopOnSignal.install(daemon::request);
        int exitCode = LaunchFailure.FAILED;
        try {
            daemon.start();
            exitCode = untilStopped(daemon, options, fresh);
        } catch (StartStopped e) {
            exitCode = ended(e.request());
        } finally {
            fresh.usedIf(daemon::hasFootprint);
            exitCode = daemon.stop() ? exitCode : LaunchFailure.FAILED;
            lock.release();
            fresh.removeUnlessUsed();
            signal.stopped(exitCode);
        }
        return exitCode;
    }

    private static int untilStopped(Daemon daemon, Options options, FreshFolders fresh)
            throws InterruptedException, StartStopped {
        daemon.awaitReady(FOREVER);
        fresh.used();
        daemon.announce();
        daemon.startRest();
        if (options.exitWhenReady()) {
            daemon.request(new StopRequest(0, "--exit-when-ready"));
        }
        return ended(daemon.awaitStop());
    }

    private static int ended(StopRequest request) {
        if (request.exitCode() == 0) {
            LOG.info("stopping: {}", request.reason());
        } else {
            System.err.println("vibrissa: " + request.reason());
        }
        return request.exitCode();
    }

    private static int purge(Options options, StartClock clock)
            throws LaunchFailure, IOException, InterruptedException {
        Purge purge = new Purge(System.out);
        if (Stream.of(options.runDir(), options.stateDir(), options.bpfDir())
                .noneMatch(Files::exists)) {
            return purge.finish(options.node());
        }
        NodeLock lock = NodeLock.take(options.node(), options.runDir());
        Daemon daemon = new Daemon(options, Distribution.read(home()), clock);
        try {
            daemon.start();
            daemon.awaitReady(PURGE_PATIENCE);
            daemon.startRest();
        } catch (LaunchFailure | StartStopped e) {
            LOG.warn("purging what can be reached, although the start failed: {}", e.toString());
        }
        purge.footprints(Services.all(daemon.context(), Footprint.class));
        daemon.stop();
        lock.release();
        purge.folder("pins", options.bpfDir());
        purge.folder("folder", options.runDir());
        purge.folder("folder", options.stateDir());
        return purge.finish(options.node());
    }

    /** Also the lines before the configuration is read follow {@code --log-level}. */
    private static void earlyLogLevel(Options options) throws LaunchFailure {
        String level = options.settings().getOrDefault("log.level", "info");
        try {
            String name = level.equals("warn") ? "WARNING" : level.toUpperCase(Locale.ROOT);
            StderrLog.ofProcess().level(System.Logger.Level.valueOf(name));
        } catch (IllegalArgumentException e) {
            throw new LaunchFailure(
                    LaunchFailure.USAGE,
                    "--log-level '" + level + "' is none of error, warn, info, debug, trace",
                    e);
        }
    }

    /** The folder above {@code lib/launcher.jar}. */
    private static Path home() throws LaunchFailure {
        try {
            Path jar =
                    Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.getParent().getParent();
        } catch (URISyntaxException e) {
            throw new LaunchFailure(LaunchFailure.FAILED, "cannot find own folder: " + e, e);
        }
    }
}

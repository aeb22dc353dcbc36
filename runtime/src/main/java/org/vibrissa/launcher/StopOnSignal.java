package org.vibrissa.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns SIGTERM and SIGINT into a clean stop with exit code 0, where the virtual machine alone
 * would exit with 143 at once.
 */
final class StopOnSignal {
    /** Longer than bundles may take to stop. */
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Consumer<StopRequest> stop;
    private volatile int exitCode = LaunchFailure.FAILED;

    private StopOnSignal(Consumer<StopRequest> stop) {
        this.stop = stop;
    }

    static StopOnSignal install(Consumer<StopRequest> stop) {
        StopOnSignal signal = new StopOnSignal(stop);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onExit, "vibrissa-signal"));
        return signal;
    }

    /** The daemon has stopped; the process may end with this code. */
    void stopped(int code) {
        exitCode = code;
        stopped.countDown();
    }

    private void onExit() {
        if (stopped.getCount() == 0) {
            return;
        }
        stop.accept(new StopRequest(0, "signal"));
        try {
            if (!stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("vibrissa: no clean stop in " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}

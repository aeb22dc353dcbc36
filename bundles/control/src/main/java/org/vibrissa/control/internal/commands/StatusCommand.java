package org.vibrissa.control.internal.commands;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.print.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa status}. */
@Command(description = "Shows whether the daemon and its parts are ready")
final class StatusCommand implements Callable<Integer> {
    private static final int POLL_MS = 50;

    private final Invocation invocation;
    private final StatusSource source;

    @Option(names = "--wait", description = "Wait until all is ready.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long --wait waits (default: 60).")
    private int timeout;

    StatusCommand(Invocation invocation, StatusSource source) {
        this.invocation = invocation;
        this.source = source;
    }

    @Override
    public Integer call() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        StatusReport report = source.report();
        while (wait && !report.ready() && System.nanoTime() < end && !invocation.cancelled()) {
            Thread.sleep(POLL_MS);
            report = source.report();
        }
        StatusReport last = report;
        invocation.print(last, out -> StatusText.print(last, out));
        if (!last.ready() && wait) {
            throw CommandFailed.notReady(
                    "not ready within " + Durations.text(Duration.ofSeconds(timeout)),
                    "The rows above that are not OK say what is awaited.");
        }
        return last.ready() ? 0 : CommandFailed.NOT_READY;
    }
}

package org.vibrissa.control.internal.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.server.Services;
import org.vibrissa.runtime.Footprint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa down}. */
@Command(description = "Stops the daemon; the datapath goes on forwarding")
final class DownCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Services services;

    @Option(names = "--purge", description = "Also remove all that it has on this host.")
    private boolean purge;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    DownCommand(Invocation invocation, Services services) {
        this.invocation = invocation;
        this.services = services;
    }

    @Override
    public Integer call() {
        List<String> failures = purge ? purgeAll() : List.of();
        int code = failures.isEmpty() ? 0 : CommandFailed.FAILED;
        String consent = yes ? " --yes" : "";
        services.shutdown().request(code, "vibrissa down" + consent + " by " + invocation.peer());
        if (!failures.isEmpty()) {
            throw CommandFailed.failed(
                    "the daemon stops, but not all was removed:\n  "
                            + String.join("\n  ", failures),
                    "Run it again: vibrissa down --purge");
        }
        invocation
                .out()
                .println(
                        purge
                                ? "The host is restored and the daemon stops."
                                : "The daemon stops. The datapath goes on forwarding.");
        return code;
    }

    private List<String> purgeAll() {
        List<String> failures = new ArrayList<>();
        List<Footprint> topDown =
                services.footprints().stream()
                        .sorted(Comparator.comparingInt(Footprint::layer).reversed())
                        .toList();
        for (Footprint footprint : topDown) {
            try {
                footprint.purge();
                invocation.out().println(footprint.owner() + ": removed");
            } catch (RuntimeException e) {
                failures.add(footprint.owner() + ": " + e.getMessage());
            }
        }
        return failures;
    }
}

package org.vibrissa.control.internal.commands;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vibrissa.control.internal.commands.StatusReport.BundleLine;
import org.vibrissa.control.internal.commands.StatusReport.Check;
import org.vibrissa.control.internal.commands.StatusReport.EndpointCount;
import org.vibrissa.control.internal.server.Services;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;

/** Asks the daemon how it is. */
public final class StatusSource {
    private final Services services;

    public StatusSource(Services services) {
        this.services = services;
    }

    public StatusReport report() {
        Node node = services.node();
        List<Check> checks =
                services.readyChecks().stream()
                        .map(StatusSource::check)
                        .sorted(Comparator.comparing(Check::name))
                        .toList();
        return new StatusReport(
                node.name(),
                node.version(),
                ProcessHandle.current().pid(),
                node.startedAt(),
                checks.stream().allMatch(Check::ready),
                checks,
                bundles(),
                endpoints());
    }

    private static Check check(ReadyCheck check) {
        Optional<String> pending = check.pending();
        return new Check(check.name(), pending.isEmpty(), pending.orElseGet(check::summary));
    }

    private List<BundleLine> bundles() {
        return services.bundles().stream()
                .flatMap(b -> b.list().stream())
                .map(b -> new BundleLine(b.name(), b.version(), b.state(), b.up(), b.problem()))
                .toList();
    }

    private EndpointCount endpoints() {
        List<Resource> all = services.store().map(s -> s.list("Endpoint")).orElse(List.of());
        long managed = all.stream().filter(r -> r.status().phase() == Phase.READY).count();
        return new EndpointCount((int) managed, all.size());
    }
}

package org.vibrissa.control.internal.commands;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final String MISSING = "missing: no active bundle has this row";

    private final Services services;

    public StatusSource(Services services) {
        this.services = services;
    }

    public StatusReport report() {
        Node node = services.node();
        List<Check> checks = checks();
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

    /** Those that are registered, and those that should be. */
    private List<Check> checks() {
        Map<String, Check> checks = new TreeMap<>();
        for (String expected : services.node().expectedChecks()) {
            checks.put(expected, new Check(expected, false, MISSING));
        }
        for (ReadyCheck check : services.readyChecks()) {
            checks.put(check.name(), check(check));
        }
        return List.copyOf(checks.values());
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

package org.vibrissa.ipfix.internal.view;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipfix.internal.IpfixExporter;
import org.vibrissa.ipfix.internal.collector.Collector;
import org.vibrissa.runtime.ReadyCheck;

/** The IPFIX row of {@code vibrissa status}. The daemon is ready without it. */
@Component
public final class IpfixReady implements ReadyCheck {
    private final IpfixExporter exporter;

    @Activate
    public IpfixReady(@Reference IpfixExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public String name() {
        return "IPFIX";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        if (!exporter.refused().isEmpty()) {
            return exporter.refused().get(0);
        }
        List<Collector> all = exporter.collectors();
        if (all.isEmpty()) {
            return "no collector";
        }
        for (Collector each : all) {
            String problem = each.books().read().state().problem();
            if (!problem.isEmpty()) {
                return each.address() + " is away: " + problem;
            }
        }
        return "OK (" + all.size() + (all.size() == 1 ? " collector)" : " collectors)");
    }
}

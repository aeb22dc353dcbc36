package org.vibrissa.hubble.internal.export;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Flow export row of {@code vibrissa status}. The daemon is ready without it. */
@Component
public final class ExportReady implements ReadyCheck {
    private final ExportComponent component;

    @Activate
    public ExportReady(@Reference ExportComponent component) {
        this.component = component;
    }

    @Override
    public String name() {
        return "Flow export";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        return summary(component.exporters());
    }

    /** One line for people: what is wrong comes first. */
    static String summary(Exporters exporters) {
        if (!exporters.state().problem().isEmpty()) {
            return exporters.file() + ": " + exporters.state().problem();
        }
        List<Exporter> all = exporters.now();
        if (all.isEmpty()) {
            return "no exporter";
        }
        for (Exporter each : all) {
            if (!each.problem().isEmpty()) {
                return each.spec().name() + " waits: " + each.problem();
            }
        }
        return "OK (" + all.size() + (all.size() == 1 ? " exporter)" : " exporters)");
    }
}

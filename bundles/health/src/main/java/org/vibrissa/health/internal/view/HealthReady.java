package org.vibrissa.health.internal.view;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.internal.HealthService;
import org.vibrissa.runtime.ReadyCheck;

/** The Health row of {@code vibrissa status}. Other hosts keep none from being ready. */
@Component
public final class HealthReady implements ReadyCheck {
    private final HealthService health;

    @Activate
    public HealthReady(@Reference HealthService health) {
        this.health = health;
    }

    @Override
    public String name() {
        return "Health";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        HealthReport report = health.snapshot();
        String text =
                report.nodes().isEmpty()
                        ? health.upkeep().state()
                        : HealthView.of(report).summary();
        return report.problem().isEmpty() ? text : text + "; " + report.problem();
    }
}

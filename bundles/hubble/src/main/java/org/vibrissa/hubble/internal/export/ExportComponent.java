package org.vibrissa.hubble.internal.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.policy.PolicyRules;
import org.vibrissa.runtime.Node;

/**
 * This node's exporters. Nothing of theirs is loaded before their file is there, and then by a
 * thread of their own.
 */
@Component(
        service = ExportComponent.class,
        immediate = true,
        configurationPid = {ClusterSettings.PID, ExportSettings.PID})
public final class ExportComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ExportComponent.class);
    private static final long LOOK_MS = 1000;

    private final Exporters exporters;
    private final ScheduledExecutorService looker;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PolicyRules policy;

    @Activate
    public ExportComponent(
            @Reference Node node,
            @Reference FlowLog log,
            @Reference FlowNames names,
            @Reference FlowExpressions expressions,
            ClusterSettings cluster,
            ExportSettings settings)
            throws IOException {
        Origin origin = new Origin(cluster.cluster_name(), node.name(), node.version());
        ExportSource source =
                new ExportSource(
                        log,
                        names,
                        new Rules(() -> Optional.ofNullable(policy)),
                        origin,
                        EventUuid.ofThisBoot(origin.nodeName()),
                        expressions);
        Path file =
                settings.export_config().isEmpty()
                        ? node.configDir().resolve("hubble-export.yaml")
                        : Path.of(settings.export_config());
        exporters = new Exporters(file, source, Clock.systemUTC());
        looker =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "hubble-exporters");
                            thread.setDaemon(true);
                            return thread;
                        });
        looker.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Without a file there is nothing to load classes for. */
    private void look() {
        try {
            if (Files.exists(exporters.file()) || !exporters.now().isEmpty()) {
                exporters.look();
            }
        } catch (RuntimeException e) {
            LOG.error("{} cannot be followed", exporters.file(), e);
        }
    }

    @Deactivate
    void stop() {
        looker.shutdown();
        try {
            if (!looker.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the exporters' file is still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporters.close();
    }

    Exporters exporters() {
        return exporters;
    }
}

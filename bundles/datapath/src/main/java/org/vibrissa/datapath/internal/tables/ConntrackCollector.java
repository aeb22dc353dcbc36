package org.vibrissa.datapath.internal.tables;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes expired flows now and then. The datapath itself treats an expired flow as absent, so this
 * only frees room; a flow refreshed between look and delete starts anew as established midstream.
 */
@Component(
        service = ConntrackCollector.class,
        immediate = true,
        configurationPid = CollectorSettings.PID)
public final class ConntrackCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ConntrackCollector.class);

    private final ConntrackTable table;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread t = new Thread(task, "vib-conntrack-gc");
                        t.setDaemon(true);
                        return t;
                    });

    @Activate
    public ConntrackCollector(@Reference ConntrackTable table, CollectorSettings settings) {
        this.table = table;
        int interval = settings.collect_interval();
        thread.scheduleWithFixedDelay(this::collect, interval, interval, TimeUnit.SECONDS);
    }

    private void collect() {
        try {
            long removed = table.collect();
            LOG.debug("conntrack: {} expired flows removed", removed);
        } catch (RuntimeException e) {
            LOG.error("conntrack: expired flows could not be removed, trying again", e);
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("conntrack collection still runs 5 s after its stop");
        }
    }
}

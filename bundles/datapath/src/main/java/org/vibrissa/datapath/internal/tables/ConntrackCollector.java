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
    private volatile Runs runs = new Runs(0, 0, 0, 0, 0);
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

    /**
     * What the collections were so far.
     *
     * @param alive flows that the last one left
     * @param deleted flows that it removed
     * @param nanos how long it took
     */
    public record Runs(long completed, long failed, long alive, long deleted, long nanos) {}

    /** Thread safe. */
    public Runs runs() {
        return runs;
    }

    private void collect() {
        Runs before = runs;
        try {
            long begun = System.nanoTime();
            ConntrackTable.Collected now = table.collect();
            runs =
                    new Runs(
                            before.completed() + 1,
                            before.failed(),
                            now.seen() - now.removed(),
                            now.removed(),
                            System.nanoTime() - begun);
            LOG.debug("conntrack: {} expired flows removed", now.removed());
        } catch (RuntimeException e) {
            runs =
                    new Runs(
                            before.completed(),
                            before.failed() + 1,
                            before.alive(),
                            before.deleted(),
                            before.nanos());
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

package org.vibrissa.ipam.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes leases when their quarantine is over, at most a second later. */
@Component(service = {})
public final class LeaseSweep {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseSweep.class);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "ipam-sweep");
                        thread.setDaemon(true);
                        return thread;
                    });

    @Activate
    public LeaseSweep(@Reference StoredIpam ipam) {
        timer.scheduleWithFixedDelay(() -> sweep(ipam), 1, 1, TimeUnit.SECONDS);
    }

    private static void sweep(StoredIpam ipam) {
        try {
            ipam.sweep();
        } catch (RuntimeException e) {
            LOG.warn("expired leases were not deleted, trying again: {}", e.getMessage());
        }
    }

    @Deactivate
    public void close() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the lease thread still runs 10 s after its stop");
        }
    }
}

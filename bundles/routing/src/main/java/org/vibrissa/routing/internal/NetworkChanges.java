package org.vibrissa.routing.internal;

import java.util.EnumSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;

/** Calls once for each burst of changes of links, addresses and routes, on a thread of its own. */
final class NetworkChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkChanges.class);
    private static final long BURST_MS = 50;

    private final Runnable changed;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread made = new Thread(work, "vib-routing");
                        made.setDaemon(true);
                        return made;
                    });
    private final Rtnetlink.Subscription subscription;

    NetworkChanges(Rtnetlink net, Runnable changed) {
        this.changed = changed;
        this.subscription =
                net.subscribe(
                        EnumSet.of(
                                Rtnetlink.EventGroup.LINK,
                                Rtnetlink.EventGroup.ADDRESS,
                                Rtnetlink.EventGroup.ROUTE),
                        "vib-routing-events",
                        this::happened);
    }

    private void happened(NetlinkEvent event) {
        if (due.compareAndSet(false, true)) {
            try {
                thread.schedule(this::run, BURST_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.trace("{} came after the end", event, e);
            }
        }
    }

    private void run() {
        due.set(false);
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("routes could not be brought up to date", e);
        }
    }

    @Override
    public void close() {
        subscription.close();
        thread.shutdownNow();
    }
}

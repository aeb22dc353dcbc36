package org.vibrissa.ipam.internal;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
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
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreView;

/**
 * Brings ClusterPools into force: this host's part of it, and the whole fleet's when this host
 * coordinates it. Looks at the store a few times a second, and does nothing while it stays the same
 * but for a look at who is alive each second.
 */
@Component(service = ClusterPools.class, immediate = true)
public final class ClusterPools {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPools.class);
    private static final long TICK_MS = 250;
    private static final int LOOK_TICKS = 4;

    private final ResourceStore store;
    private final OwnBlocks own;
    private final BlockDesk desk;
    private final BlockReport report;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "ipam-blocks");
                        thread.setDaemon(true);
                        return thread;
                    });
    private long seen = -1;
    private int ticks;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Coordinator> coordinators = List.of();

    /** The kinds are asked for so that the store knows them before anything is exchanged. */
    @Activate
    public ClusterPools(
            @Reference Node self,
            @Reference ResourceStore store,
            @Reference StoredIpam ipam,
            @Reference ClusterPoolKind pools,
            @Reference PoolBlockKind blocks,
            @Reference PoolDemandKind demands) {
        this.store = store;
        own = new OwnBlocks(store, ipam, self.name());
        desk = new BlockDesk(store, self.name(), () -> coordinators);
        report = new BlockReport(store, self.name());
        ScheduledFuture<?> unused =
                ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() throws InterruptedException {
        ticker.shutdown();
        if (!ticker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the thread of blocks still runs 10 s after its stop");
        }
    }

    private void tick() {
        StoreView view = store.snapshot();
        boolean look = ++ticks % LOOK_TICKS == 0 && concerned(view);
        if (!store.health().writable() || (view.revision() == seen && !look)) {
            return;
        }
        try {
            seen = view.revision();
            if (concerned(view)) {
                own.pass();
                desk.pass();
                report.tell(own.problems(), desk);
            }
        } catch (RuntimeException e) {
            LOG.warn("blocks of cluster pools, trying again: {}", e.getMessage(), e);
            seen = -1;
        }
    }

    private static boolean concerned(StoreView view) {
        return !view.list(ClusterPoolKind.KIND).isEmpty()
                || !view.list(PoolBlockKind.KIND).isEmpty()
                || !view.list(PoolDemandKind.KIND).isEmpty();
    }
}

package org.vibrissa.datapath.internal.pipeline;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.internal.core.CoreObjects;

/**
 * Shadows for those who need one. The first is made beforehand, by a thread of its own: the kernel
 * verifies a whole pipeline for it, which takes as long as several bundles take to start, and the
 * first stage of another bundle is claimed a moment later. Thread safe.
 */
final class ShadowStock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowStock.class);

    private final CoreObjects core;
    private final AtomicReference<FutureTask<ShadowPipeline>> made = new AtomicReference<>();

    ShadowStock(CoreObjects core) {
        this.core = core;
    }

    /** Makes one now. */
    void prepare() {
        FutureTask<ShadowPipeline> task = new FutureTask<>(() -> new ShadowPipeline(core));
        made.set(task);
        Thread thread = new Thread(task, "vib-pipeline-shadow");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that nobody else has; the caller closes it. */
    ShadowPipeline take() {
        return prepared().orElseGet(() -> new ShadowPipeline(core));
    }

    @Override
    public void close() {
        prepared().ifPresent(ShadowPipeline::close);
    }

    private Optional<ShadowPipeline> prepared() {
        FutureTask<ShadowPipeline> task = made.getAndSet(null);
        if (task == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(task.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a shadow pipeline was made");
        } catch (ExecutionException e) {
            LOG.debug("whoever needs one meets the same, or not", e);
            return Optional.empty();
        }
    }
}

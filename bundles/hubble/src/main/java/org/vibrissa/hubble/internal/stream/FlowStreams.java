package org.vibrissa.hubble.internal.stream;

import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.wire.FlowMethod;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;

/**
 * All clients that read flows, and the one thread which tells those at rest that there are more.
 */
public final class FlowStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowStreams.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Events that come closer together than this are told together. */
    private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(500);

    /** What each client adds to that: a thousand are not woken a thousand times a second. */
    private static final long BREATH_PER_CLIENT = TimeUnit.MICROSECONDS.toNanos(20);

    /**
     * Bytes that wait for clients which do not read: for all together, and for one at the least.
     */
    private static final int WAITING = 8 << 20;

    private static final int LEAST_WAITING = 32 << 10;
    private static final int MOST_WAITING = 256 << 10;

    private final FlowSource source;
    private final ExecutorService executor;
    private final Clock clock;
    private final ClientAccount account = new ClientAccount();
    private final Set<FlowStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();
    private final Runnable onExpressionsGone = this::lookAtFilters;
    private final FlowCursor bell;
    private final Thread ringer;
    private volatile KernelLosses kernel;
    private volatile boolean stopping;

    /**
     * Begins to listen for events.
     *
     * @param executor does the work of all clients; stays the caller's
     */
    public FlowStreams(FlowSource source, ExecutorService executor, Clock clock) {
        this.source = source;
        this.executor = executor;
        this.clock = clock;
        kernel = KernelLosses.of(source.ledger().balance());
        bell = source.log().fromNewest("hubble");
        source.expressions().onGone(onExpressionsGone);
        ringer = new Thread(this::ring, "hubble-bell");
        ringer.setDaemon(true);
        ringer.start();
    }

    /**
     * Serves a client until it has what it asked for, or goes.
     *
     * @throws FilterRejected when the request cannot be understood; nothing was sent
     */
    public void open(GetFlowsRequest request, FlowMethod.Client client) throws FilterRejected {
        FlowStream stream = new FlowStream(this, FlowRequest.of(request, source.scope()), client);
        int share = WAITING / (streams.size() + 1);
        client.limit(Math.max(LEAST_WAITING, Math.min(share, MOST_WAITING)));
        stream.open();
    }

    /** Clients that are served now. */
    public int clients() {
        return streams.size();
    }

    public ClientAccount account() {
        return account;
    }

    /** Ends all streams; those that follow are told how to go on. */
    @Override
    public void close() {
        stopping = true;
        source.expressions().forget(onExpressionsGone);
        bell.wake();
        wakeAll();
        try {
            ringer.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bell.close();
    }

    private void ring() {
        long nextTick = System.nanoTime();
        while (!stopping) {
            bell.await(TICK);
            standBehindNewest();
            long now = System.nanoTime();
            if (now - nextTick >= 0 && !streams.isEmpty()) {
                nextTick = now + TICK.toNanos();
                readKernelLosses();
            }
            wakeAll();
            if (bell.ended()) {
                LockSupport.parkNanos(TICK.toNanos());
            } else {
                LockSupport.parkNanos(BREATH + streams.size() * BREATH_PER_CLIENT);
            }
        }
    }

    /** So that the next wait is for what comes after. */
    private void standBehindNewest() {
        boolean more = true;
        while (more) {
            more = bell.next();
        }
        bell.takeLost();
    }

    private void readKernelLosses() {
        try {
            kernel = KernelLosses.of(source.ledger().balance());
        } catch (RuntimeException e) {
            LOG.warn("losses in the kernel cannot be read", e);
        }
    }

    /** Also those that do not follow: they hold a bundle's classes. */
    private void lookAtFilters() {
        streams.forEach(FlowStream::schedule);
    }

    private void wakeAll() {
        for (FlowStream stream : streams) {
            if (stream.follows() || stopping) {
                stream.schedule();
            }
        }
    }

    ExecutorService executor() {
        return executor;
    }

    FlowSource source() {
        return source;
    }

    Clock clock() {
        return clock;
    }

    KernelLosses kernelLosses() {
        return kernel;
    }

    boolean stopping() {
        return stopping;
    }

    /** Of the next client's cursor. */
    String nextName() {
        return "hubble-client-" + names.incrementAndGet();
    }

    /** Sequence of the newest event; -1 when there was none. */
    long newest() {
        try (FlowCursor cursor = source.log().fromNewest("hubble-newest")) {
            return cursor.previous() ? cursor.event().sequence() : -1;
        }
    }

    void remember(FlowStream stream) {
        streams.add(stream);
    }

    void forget(FlowStream stream) {
        streams.remove(stream);
    }

    Status stopped() {
        return resumable("the hubble bundle of node " + source.origin().node() + " stops");
    }

    Status ended() {
        return resumable("the flow bundle of node " + source.origin().node() + " stops");
    }

    Status withoutExpressions() {
        return resumable(
                "the "
                        + FlowExpressions.BUNDLE
                        + " bundle of node "
                        + source.origin().node()
                        + " stops");
    }

    private static Status resumable(String why) {
        return Status.UNAVAILABLE.withDescription(
                why
                        + "; ask again with the time of the last flow as since: flows have the same"
                        + " uuid then");
    }

    Status failed(Throwable problem) {
        LOG.error("a client's flows failed", problem);
        return Status.INTERNAL.withDescription("internal error: " + problem).withCause(problem);
    }
}

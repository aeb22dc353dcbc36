package org.vibrissa.hubble.internal.stream;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.wire.FlowEncoder;
import org.vibrissa.hubble.internal.wire.FlowMethod;
import org.vibrissa.hubble.internal.wire.FlowSender;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/**
 * One client's flows. It sends while the client takes them and the log has more; then it rests
 * until either changes. What is overwritten in the log meanwhile is lost for this client, which is
 * told.
 */
final class FlowStream extends SerialTask {
    /** Events looked at before other clients have their turn. */
    private static final int BATCH = 512;

    /** The same on the way back, where nothing is sent. */
    private static final int REWOUND = 1 << 16;

    private final FlowStreams streams;
    private final FlowRequest request;
    private final FlowSender client;
    private final FlowView view;
    private final String nodeName;
    private final Clock clock;
    private final LostFlows overwritten = new LostFlows(LostEventSource.HUBBLE_RING_BUFFER);

    private FlowCursor cursor;
    private Optional<Rewind> rewind = Optional.empty();
    private boolean loaded;
    private long last = Long.MAX_VALUE;
    private long told;
    private KernelLosses kernel;
    private boolean done;
    private long sent;
    private long filtered;
    private long dropped;

    FlowStream(FlowStreams streams, FlowRequest request, FlowMethod.Client client) {
        super(streams.executor());
        FlowSource source = streams.source();
        this.streams = streams;
        this.request = request;
        this.view = new FlowView(source.names(), source.origin());
        this.client =
                client.sender(
                        new FlowEncoder(
                                request.fields(),
                                source.names(),
                                source.origin(),
                                source.uuids(),
                                source.rules()));
        this.nodeName = source.origin().nodeName();
        this.clock = streams.clock();
        this.kernel = streams.kernelLosses();
    }

    /** Finds its place in the log, which holds from now on; to be called once. */
    void open() {
        StreamStart start = StreamStart.of(streams.source().log(), request, streams.nextName());
        cursor = start.cursor();
        if (start.rewinds()) {
            rewind = Optional.of(new Rewind(cursor, request, view));
        }
        if (!request.follow()) {
            last = streams.newest();
        }
        streams.remember(this);
        client.onChange(this::schedule);
        schedule();
    }

    /** Whether it waits for what will happen. */
    boolean follows() {
        return request.follow();
    }

    @Override
    protected void work() {
        if (done) {
            return;
        }
        try {
            if (client.isCancelled()) {
                close();
            } else if (streams.stopping()) {
                fail(streams.stopped());
            } else if (request.filters().gone()) {
                fail(streams.withoutExpressions());
            } else {
                serve(new Turn(BATCH));
            }
        } catch (ExpressionsGone e) {
            fail(streams.withoutExpressions());
        } catch (RuntimeException | LinkageError e) {
            // also after a half swapped bundle: whoever waits must not wait for ever
            fail(streams.failed(e));
        } finally {
            streams.account().add(sent, filtered, dropped);
            sent = 0;
            filtered = 0;
            dropped = 0;
        }
    }

    private void serve(Turn turn) {
        if (!placed()) {
            schedule();
            return;
        }
        tellKernelLosses();
        while (client.isReady() && turn.next()) {
            boolean more = advance();
            tellOverwritten(false);
            if (!more) {
                rest();
                return;
            }
            if (!tell(cursor.event())) {
                finish();
                return;
            }
        }
        if (client.isReady()) {
            schedule();
        }
    }

    /** Whether it has found where to begin. */
    private boolean placed() {
        if (rewind.isPresent()) {
            Rewind back = rewind.get();
            if (!back.done(new Turn(REWOUND))) {
                return false;
            }
            loaded = back.loaded();
            rewind = Optional.empty();
        }
        return true;
    }

    private boolean advance() {
        if (loaded) {
            loaded = false;
            return true;
        }
        return cursor.next();
    }

    /** There is no more event now: the end of the past, of the log, or a rest. */
    private void rest() {
        if (!request.follow()) {
            finish();
        } else if (cursor.ended()) {
            fail(streams.ended());
        }
    }

    /** False when this was the last that was asked for. */
    private boolean tell(FlowEvent event) {
        if (event.sequence() > last) {
            // Written after the question, which was about the past.
            return false;
        }
        long time = event.timeNanos();
        if (request.until().isPresent() && time > request.until().getAsLong()) {
            return false;
        }
        if ((request.since().isPresent() && time < request.since().getAsLong())
                || !request.filters().admits(view.at(event))) {
            filtered++;
            return true;
        }
        client.send(view);
        sent++;
        told++;
        return request.follow() || request.number() == 0 || told < request.number();
    }

    private void tellOverwritten(boolean atEnd) {
        long lost = cursor.takeLost();
        if (lost > 0) {
            dropped += lost;
            overwritten.add(lost, now());
        }
        if (!overwritten.isEmpty() && (atEnd || overwritten.due(now()))) {
            send(overwritten.take());
        }
    }

    private void tellKernelLosses() {
        KernelLosses current = streams.kernelLosses();
        for (Map.Entry<Integer, Long> more : current.since(kernel).entrySet()) {
            send(
                    LostEvent.newBuilder()
                            .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
                            .setNumEventsLost(more.getValue())
                            .setCpu(Int32Value.of(more.getKey()))
                            .build());
        }
        kernel = current;
    }

    private void send(LostEvent event) {
        Timestamp time = FlowMessages.time(now());
        client.send(
                GetFlowsResponse.newBuilder()
                        .setLostEvents(event)
                        .setNodeName(nodeName)
                        .setTime(time)
                        .build());
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void finish() {
        tellOverwritten(true);
        client.complete();
        close();
    }

    private void fail(Status status) {
        if (!client.isCancelled()) {
            client.fail(status);
        }
        close();
    }

    private void close() {
        done = true;
        cursor.close();
        streams.forget(this);
    }
}

package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.ipfix.internal.record.Message;
import org.vibrissa.ipfix.internal.record.Sight;
import org.vibrissa.ipfix.internal.record.Wire;

/** A transport session: templates, then the records of what the cursor gives. For one thread. */
final class Export implements AutoCloseable {
    /** How long a record waits for others to share its message. */
    private static final long LINGER_NANOS = 200_000_000L;

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** For what is in the log when it ends. */
    private static final long REST_NANOS = 2_000_000_000L;

    /** Trace observation points "from ...": the packet is told again where it leaves. */
    private static final int FIRST_FROM = 5;

    private static final int LAST_FROM = 10;
    private static final int FROM_CRYPTO = 12;

    /** Instead of a sequence: no event was read yet. */
    private static final long NONE = -1;

    private final FlowCursor cursor;
    private final Sight sight;
    private final Books books;
    private final Transport transport;
    private final Message message;
    private final Wire wire;
    private long sequence;
    private long templatesAt;
    private boolean templatesSent;
    private long oldestAt;
    private long read;
    private long leftOut;

    /** Sequence of the last event that is in the message, went with one before, or is left out. */
    private long handled = NONE;

    Export(FlowCursor cursor, Sight sight, Books books, Transport transport, Wire wire) {
        this.cursor = cursor;
        this.sight = sight;
        this.books = books;
        this.transport = transport;
        this.wire = wire;
        message = new Message(wire);
    }

    /**
     * Exports until told to stop or until the log ends.
     *
     * @throws IOException when the transport is of no more use
     */
    void run(BooleanSupplier goOn) throws IOException {
        prepare();
        send();
        while (goOn.getAsBoolean() && !cursor.ended()) {
            if (cursor.next()) {
                take(cursor.event());
            } else {
                rest();
            }
        }
    }

    /**
     * Sends what it holds and what is in the log, unless that takes too long.
     *
     * @throws IOException when the transport is of no more use
     */
    void sendRest() throws IOException {
        long deadline = System.nanoTime() + REST_NANOS;
        while (System.nanoTime() < deadline && cursor.next()) {
            take(cursor.event());
        }
        flush();
        settle();
    }

    /** What it still holds is counted as dropped. */
    @Override
    public void close() {
        account();
        books.dropped(message.records());
        message.clear();
    }

    private void take(FlowEvent event) throws IOException {
        read++;
        if (counts(event)) {
            add(event);
        } else {
            leftOut++;
        }
        handled = event.sequence();
    }

    private void add(FlowEvent event) throws IOException {
        sight.of(event);
        if (message.isEmpty()) {
            prepare();
        }
        if (!message.add(sight)) {
            flush();
            if (!message.add(sight)) {
                throw new IllegalStateException("a record of more than " + wire.messageSize());
            }
        }
        if (message.records() == 1) {
            oldestAt = System.nanoTime();
        }
    }

    /**
     * Whether the event has packets that no other event tells of: a verdict is told with a trace or
     * a drop, and a packet that is seen entering is told again where it leaves.
     */
    private static boolean counts(FlowEvent event) {
        if (event.kind() == FlowKind.POLICY_VERDICT) {
            return false;
        }
        int point = event.observationPoint();
        return point < FIRST_FROM || (point > LAST_FROM && point != FROM_CRYPTO);
    }

    private void rest() throws IOException {
        account();
        long waited = System.nanoTime() - oldestAt;
        if (message.records() > 0 && waited >= LINGER_NANOS) {
            flush();
        } else if (message.records() > 0) {
            cursor.await(Duration.ofNanos(LINGER_NANOS - waited));
        } else {
            settle();
            cursor.await(IDLE);
            if (templatesDue()) {
                prepare();
                send();
            }
        }
    }

    private void flush() throws IOException {
        account();
        if (!message.isEmpty()) {
            send();
        }
    }

    private void send() throws IOException {
        int records = message.records();
        ByteBuffer bytes = message.finish(sequence, Instant.now().getEpochSecond());
        // A gap in the numbers tells the collector of those that got lost here.
        sequence += records;
        try {
            transport.send(bytes);
            books.sent(records);
        } catch (IOException e) {
            books.dropped(records);
            books.failed(Reason.of(e));
            if (!transport.survives()) {
                message.clear();
                throw e;
            }
        }
        message.clear();
        settle();
    }

    /** With an empty message nothing is left to do for the events that were handled. */
    private void settle() {
        if (handled != NONE) {
            cursor.settle(handled);
        }
    }

    /** Begins a message with the templates when they are due. */
    private void prepare() {
        if (templatesDue()) {
            message.addTemplates();
            templatesAt = System.nanoTime();
            templatesSent = true;
        }
    }

    private boolean templatesDue() {
        if (!templatesSent) {
            return true;
        }
        return transport.survives() && System.nanoTime() - templatesAt >= wire.templateNanos();
    }

    private void account() {
        long missed = cursor.takeLost();
        if (missed > 0) {
            books.missed(missed);
        }
        if (read > 0) {
            books.taken(read, leftOut);
            read = 0;
            leftOut = 0;
        }
    }
}

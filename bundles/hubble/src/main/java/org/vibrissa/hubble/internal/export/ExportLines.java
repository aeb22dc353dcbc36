package org.vibrissa.hubble.internal.export;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.filter.FlowFilters;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.observer.ExportEvent;

/** Makes the lines of events that match, as one exporter wants them. For one thread. */
final class ExportLines {
    private final ExportSource source;
    private final FlowCursor cursor;
    private final ExportBooks books;
    private final FlowView view;
    private final FlowFilters filters;
    private final FlowMessages messages;
    private final ProtoJson json = new ProtoJson();
    private final ExportBatch batch;

    /**
     * Of the events that the cursor gives, into a batch.
     *
     * @throws IllegalArgumentException when a filter or field is wrong
     * @throws ExpressionsGone when a filter needs a bundle that is not there
     */
    ExportLines(
            ExportSpec spec,
            ExportSource source,
            FlowCursor cursor,
            ExportBooks books,
            ExportBatch batch) {
        this.source = source;
        this.cursor = cursor;
        this.books = books;
        this.batch = batch;
        view = new FlowView(source.names(), source.origin());
        filters = filters(spec, source);
        messages = source.messages(fields(spec));
    }

    /**
     * Compiles them.
     *
     * @throws IllegalArgumentException naming what is wrong
     * @throws ExpressionsGone when one needs a bundle that is not there
     */
    static FlowFilters filters(ExportSpec spec, ExportSource source) {
        try {
            return FlowFilters.of(spec.include(), spec.exclude(), source.scope());
        } catch (FilterRejected e) {
            if (e.isLacking()) {
                throw new ExpressionsGone(e.getMessage(), e);
            }
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The fields that are written.
     *
     * @throws IllegalArgumentException naming the one that flows do not have
     */
    static FieldSelection fields(ExportSpec spec) {
        return spec.fields().isEmpty()
                ? FieldSelection.all()
                : FieldSelection.of(FieldMask.newBuilder().addAllPaths(spec.fields()).build());
    }

    /**
     * Takes events until the batch has this many bytes or there are no more.
     *
     * @throws ExpressionsGone when filters cannot be evaluated any more; what they could not judge
     *     is left in the log
     */
    void fill(int bytes) {
        if (filters.gone()) {
            // Also without events: they hold the classes of a bundle that has stopped.
            throw new ExpressionsGone();
        }
        long read = 0;
        long leftOut = 0;
        long last = 0;
        try {
            while (batch.size() < bytes && cursor.next()) {
                FlowEvent event = cursor.event();
                boolean wanted = filters.admits(view.at(event));
                read++;
                last = event.sequence();
                if (wanted) {
                    add(event);
                } else {
                    leftOut++;
                }
            }
        } catch (ExpressionsGone e) {
            stepBack();
            throw e;
        } finally {
            if (read > 0) {
                tellLost();
                books.taken(read, leftOut);
                batch.readTo(last);
            }
        }
    }

    /** So that the event comes again. */
    private void stepBack() {
        if (!cursor.previous()) {
            // There is none before it to stand on.
            books.missed(1);
        }
    }

    private void add(FlowEvent event) {
        batch.addFlow(
                text(
                        ExportEvent.newBuilder()
                                .setFlow(messages.of(view))
                                .setNodeName(source.origin().nodeName())
                                .setTime(FlowMessages.time(event.timeNanos()))));
    }

    private void tellLost() {
        long lost = cursor.takeLost();
        if (lost > 0) {
            books.missed(lost);
            Timestamp time = FlowMessages.time(System.currentTimeMillis() * 1_000_000);
            batch.add(
                    text(
                            ExportEvent.newBuilder()
                                    .setLostEvents(
                                            LostEvent.newBuilder()
                                                    .setSource(LostEventSource.HUBBLE_RING_BUFFER)
                                                    .setNumEventsLost(lost))
                                    .setNodeName(source.origin().nodeName())
                                    .setTime(time)));
        }
    }

    private String text(ExportEvent.Builder event) {
        return json.text(event.build());
    }

    /** Reads on without making lines: the exporter's time is over. */
    void leaveOut() {
        long read = 0;
        while (cursor.next()) {
            read++;
        }
        if (read > 0) {
            read += cursor.takeLost();
            books.taken(read, read);
            batch.readTo(cursor.event().sequence());
        }
    }
}

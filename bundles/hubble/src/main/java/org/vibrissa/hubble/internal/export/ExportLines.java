package org.vibrissa.hubble.internal.export;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.filter.FlowFilters;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;
import org.vibrissa.hubble.proto.observer.ExportEvent;

/** The lines of events that match, a batch at a time. For one thread. */
final class ExportLines {
    private final ExportSource source;
    private final FlowCursor cursor;
    private final ExportBooks books;
    private final FlowView view;
    private final FlowFilters filters;
    private final FlowMessages messages;
    private final ProtoJson json = new ProtoJson();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(80 << 10);
    private long held;

    /**
     * Of the events that the cursor gives.
     *
     * @throws IllegalArgumentException when a filter or field is wrong
     */
    ExportLines(ExportSpec spec, ExportSource source, FlowCursor cursor, ExportBooks books) {
        this.source = source;
        this.cursor = cursor;
        this.books = books;
        view = new FlowView(source.names(), source.origin());
        filters = filters(spec, source);
        messages =
                new FlowMessages(
                        fields(spec),
                        source.names(),
                        source.origin(),
                        source.uuids(),
                        source.rules());
    }

    /**
     * Compiles them.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static FlowFilters filters(ExportSpec spec, ExportSource source) {
        try {
            return FlowFilters.of(spec.include(), spec.exclude(), source.origin(), source.uuids());
        } catch (FilterRejected e) {
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

    /** Takes events until there are this many bytes or no more events; false when it has none. */
    boolean fill(int bytes) {
        long read = 0;
        long leftOut = 0;
        while (lines.size() < bytes && cursor.next()) {
            read++;
            FlowEvent event = cursor.event();
            if (filters.admits(view.at(event))) {
                add(event);
            } else {
                leftOut++;
            }
        }
        tellLost();
        books.taken(read, leftOut);
        return lines.size() > 0;
    }

    private void add(FlowEvent event) {
        held++;
        line(
                ExportEvent.newBuilder()
                        .setFlow(messages.of(view))
                        .setNodeName(source.origin().nodeName())
                        .setTime(FlowMessages.time(event.timeNanos())));
    }

    private void tellLost() {
        long lost = cursor.takeLost();
        if (lost > 0) {
            books.missed(lost);
            Timestamp time = FlowMessages.time(System.currentTimeMillis() * 1_000_000);
            line(
                    ExportEvent.newBuilder()
                            .setLostEvents(
                                    LostEvent.newBuilder()
                                            .setSource(LostEventSource.HUBBLE_RING_BUFFER)
                                            .setNumEventsLost(lost))
                            .setNodeName(source.origin().nodeName())
                            .setTime(time));
        }
    }

    private void line(ExportEvent.Builder event) {
        lines.writeBytes(json.text(event.build()).getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
    }

    /** Reads on without writing: the exporter's time is over. */
    void leaveOut() {
        long read = 0;
        while (cursor.next()) {
            read++;
        }
        read += cursor.takeLost();
        books.taken(read, read);
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(lines.toByteArray());
    }

    /** They are in the file. */
    void written() {
        books.sent(held);
        lines.reset();
        held = 0;
    }

    /** What is held will not get into the file. */
    void giveUp() {
        books.dropped(held);
        lines.reset();
        held = 0;
    }
}

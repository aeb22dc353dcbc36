package org.vibrissa.hubble.internal.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vibrissa.flow.FlowCursor;

/**
 * Lines that are not in a file yet. They outlive changes of their exporter, and only what is in a
 * file is settled: who comes after this exporter makes the others anew. For one thread.
 */
final class ExportBatch {
    private final FlowCursor cursor;
    private final ExportBooks books;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(80 << 10);
    private long flows;
    private long last;

    /** An empty one, of what the cursor gives. */
    ExportBatch(FlowCursor cursor, ExportBooks books) {
        this.cursor = cursor;
        this.books = books;
    }

    boolean isEmpty() {
        return lines.size() == 0;
    }

    /** In bytes. */
    int size() {
        return lines.size();
    }

    void addFlow(String line) {
        flows++;
        add(line);
    }

    /** A line that is no flow. */
    void add(String line) {
        lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
    }

    /** The lines of all events up to this one have been added. */
    void readTo(long sequence) {
        last = sequence;
        if (isEmpty()) {
            cursor.settle(last);
        }
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(lines.toByteArray());
    }

    /** They are in the file. */
    void written() {
        books.sent(flows);
        cursor.settle(last);
        lines.reset();
        flows = 0;
    }
}

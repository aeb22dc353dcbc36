package org.vibrissa.flow.internal.reader;

import java.nio.ByteBuffer;
import org.vibrissa.flow.internal.bpf.Read;

/** What readers had done at a position of the ring, in memory that outlives them. One writer. */
final class ReaderNotes {
    private final ByteBuffer memory;
    private int last;

    ReaderNotes(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Totals of all readers so far.
     *
     * @param certain whether a note goes with the ring's position; otherwise somebody else has read
     *     from it
     */
    record Totals(long delivered, long unknown, long malformed, boolean certain) {}

    /** What was done when the ring stood at that position; later notes go on from there. */
    Totals at(long position) {
        for (int note = 0; note < 2; note++) {
            if (Read.position(memory, base(note)) == position) {
                last = note;
                return totals(note, true);
            }
        }
        last = latest();
        return totals(last, false);
    }

    /** What was done by the latest note; another reader may be writing the next one. */
    Totals now() {
        return totals(latest(), true);
    }

    private int latest() {
        return Read.position(memory, base(0)) >= Read.position(memory, base(1)) ? 0 : 1;
    }

    private Totals totals(int note, boolean certain) {
        return new Totals(
                Read.delivered(memory, base(note)),
                Read.unknown(memory, base(note)),
                Read.malformed(memory, base(note)),
                certain);
    }

    /** Writes the older note anew. The same position again changes nothing. */
    void write(long position, long delivered, long unknown, long malformed) {
        if (Read.position(memory, base(last)) == position
                && Read.delivered(memory, base(last)) == delivered) {
            return;
        }
        last = 1 - last;
        int base = base(last);
        memory.putLong(base + Read.DELIVERED_OFFSET, delivered);
        memory.putLong(base + Read.UNKNOWN_OFFSET, unknown);
        memory.putLong(base + Read.MALFORMED_OFFSET, malformed);
        memory.putLong(base + Read.POSITION_OFFSET, position);
    }

    private static int base(int note) {
        return note * Read.SIZE;
    }
}

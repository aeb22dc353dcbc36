package org.vibrissa.flow.internal.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ReaderNotesTest {
    private final ByteBuffer memory = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());

    @Test
    void aNewRingBeginsWithNothing() {
        assertEquals(new ReaderNotes.Totals(0, 0, 0, true), new ReaderNotes(memory).at(0));
    }

    @Test
    void findsTheNoteOfTheRingsPositionWhereverTheReaderDied() {
        ReaderNotes notes = new ReaderNotes(memory);
        notes.at(0);
        notes.write(168, 1, 0, 0);
        notes.write(336, 1, 1, 0);
        // killed before the ring's position moved, and after
        assertEquals(1, new ReaderNotes(copy()).at(168).delivered());
        assertEquals(0, new ReaderNotes(copy()).at(168).unknown());
        assertEquals(1, new ReaderNotes(copy()).at(336).unknown());
    }

    @Test
    void goesOnFromTheNoteItFound() {
        ReaderNotes first = new ReaderNotes(memory);
        first.at(0);
        first.write(168, 1, 0, 0);
        first.write(336, 2, 0, 0);
        ReaderNotes next = new ReaderNotes(memory);
        assertEquals(1, next.at(168).delivered());
        next.write(504, 3, 0, 0);
        assertEquals(1, new ReaderNotes(copy()).at(168).delivered(), "is not overwritten");
        assertEquals(3, new ReaderNotes(copy()).at(504).delivered());
    }

    @Test
    void saysWhenSomebodyElseHasRead() {
        ReaderNotes notes = new ReaderNotes(memory);
        notes.at(0);
        notes.write(168, 1, 0, 0);
        ReaderNotes.Totals totals = new ReaderNotes(memory).at(999);
        assertFalse(totals.certain());
        assertEquals(1, totals.delivered());
    }

    private ByteBuffer copy() {
        return ByteBuffer.allocate(64).put(0, memory, 0, 64).order(ByteOrder.nativeOrder());
    }
}

package org.vibrissa.flow.internal.reader;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.RecordConsumer;
import org.vibrissa.flow.internal.bpf.Event;
import org.vibrissa.flow.internal.log.FlowMemory;

/**
 * Takes records of the ring into the log. What an older or newer program wrote in another layout is
 * counted and left out, and so is what is no event at all. One thread takes, any thread reads the
 * counts.
 */
final class EventIntake implements RecordConsumer {
    private static final int VERSION = 1;
    private static final int HEAD = 4;

    private final FlowMemory log;
    private final WallClock clock;
    private volatile long unknown;
    private volatile long malformed;

    /** Goes on with the totals of earlier readers. */
    EventIntake(FlowMemory log, WallClock clock, ReaderNotes.Totals before) {
        this.log = log;
        this.clock = clock;
        this.unknown = before.unknown();
        this.malformed = before.malformed();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void accept(ByteBuffer data, int offset, int length) {
        if (length < HEAD) {
            malformed++;
        } else if (Event.version(data, offset) != VERSION) {
            unknown++;
        } else if (length < Event.SIZE || Event.size(data, offset) > length) {
            malformed++;
        } else {
            log.append(data, offset, clock.at(Event.time(data, offset)));
        }
    }

    long unknown() {
        return unknown;
    }

    long malformed() {
        return malformed;
    }
}

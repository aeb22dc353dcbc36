package org.vibrissa.flow.internal.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.internal.bpf.Event;
import org.vibrissa.flow.internal.log.FlowMemory;
import org.vibrissa.flow.made.MadeEvent;

class EventIntakeTest {
    private final FlowMemory log = new FlowMemory(1023);
    private final EventIntake intake =
            new EventIntake(log, new WallClock(), new ReaderNotes.Totals(0, 7, 9, true));
    private final ByteBuffer ring = ByteBuffer.allocateDirect(512).order(ByteOrder.nativeOrder());

    private void write(Event event) {
        Event.CODEC.write(event, ring, 8);
    }

    @Test
    void leavesOutAndCountsEventsOfAnotherVersion() {
        write(MadeEvent.trace().with(e -> e.withVersion(2)).event());
        intake.accept(ring, 8, Event.SIZE);
        write(MadeEvent.trace().with(e -> e.withVersion(0)).event());
        intake.accept(ring, 8, Event.SIZE);
        assertEquals(9, intake.unknown());
        assertEquals(0, log.written());
    }

    @Test
    void leavesOutAndCountsWhatIsNoEvent() {
        write(MadeEvent.trace().event());
        for (int length : new int[] {0, 3, 4, Event.SIZE - 1}) {
            intake.accept(ring, 8, length);
        }
        write(MadeEvent.trace().with(e -> e.withSize(300)).event());
        intake.accept(ring, 8, Event.SIZE);
        assertEquals(9 + 5, intake.malformed());
        assertEquals(0, log.written());
    }

    @Test
    void takesWhatItKnowsOfALongerEventOfThisVersion() {
        write(MadeEvent.trace().with(e -> e.withSize(200)).event());
        intake.accept(ring, 8, 200);
        FlowCursor cursor = log.fromOldest("test");
        assertEquals(true, cursor.next());
        assertEquals(80, cursor.event().destinationPort());
        assertEquals(9, intake.malformed());
    }

    @Test
    void allocatesNothingForAnEvent() {
        write(MadeEvent.trace().event());
        for (int i = 0; i < 200_000; i++) {
            intake.accept(ring, 8, Event.SIZE);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 100_000; i++) {
            intake.accept(ring, 8, Event.SIZE);
        }
        long allocated = threads.getThreadAllocatedBytes(id) - before;
        assertEquals(0, allocated / 100_000, allocated + " bytes for 100000 events");
    }
}

package org.vibrissa.hubble.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;

/** The way back through the log, in turns. */
final class RewindTest {
    private final MadeFlowLog log = new MadeFlowLog(63);
    private FlowCursor cursor;

    private Rewind rewind(long number) throws Exception {
        FlowRequest request =
                FlowRequest.of(
                        GetFlowsRequest.newBuilder()
                                .setNumber(number)
                                .addWhitelist(FlowFilter.newBuilder().addDestinationPort("443"))
                                .build(),
                        MadeSource.scope(new FlowExpressions()));
        cursor = log.log().fromNewest("test");
        return new Rewind(cursor, request, new FlowView(new MadeNames(), MadeSource.ORIGIN));
    }

    private void write(int... ports) {
        for (int port : ports) {
            log.write(MadeEvent.trace().to("10.0.0.2", port));
        }
    }

    /** One for which time stands still. */
    private static Turn turn(int events) {
        return new Turn(events, () -> 0);
    }

    @AfterEach
    void stop() {
        cursor.close();
    }

    @Test
    void goesOnInTheNextTurn() throws Exception {
        write(443, 80, 443, 80, 443, 80);
        Rewind rewind = rewind(2);
        assertFalse(rewind.done(turn(2)));
        assertFalse(rewind.done(turn(1)));
        assertTrue(rewind.done(turn(1)));
        assertTrue(rewind.loaded());
        assertEquals(2, cursor.event().sequence());
    }

    @Test
    void endsAtTheOldest() throws Exception {
        write(80, 443, 80);
        Rewind rewind = rewind(2);
        assertFalse(rewind.done(turn(3)));
        assertTrue(rewind.done(turn(3)));
        assertTrue(rewind.loaded());
        assertEquals(0, cursor.event().sequence());
    }

    @Test
    void findsNothingInAnEmptyLog() throws Exception {
        Rewind rewind = rewind(1);
        assertTrue(rewind.done(turn(1)));
        assertFalse(rewind.loaded());
    }
}

package org.vibrissa.flow.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;

/** Readers that go and come again. */
class ResumeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MadeFlowLog log = new MadeFlowLog(15, 100);

    private FlowCursor resume(String name) {
        return log.log().resume(name);
    }

    private static long next(FlowCursor cursor) {
        assertTrue(cursor.next(), "no event");
        return cursor.event().sequence();
    }

    @Test
    void oneThatIsNotKnownBeginsBehindTheNewest() {
        log.write(MadeEvent.trace(), 3);
        FlowCursor cursor = resume("a");
        assertFalse(cursor.next());
        log.write(MadeEvent.trace());
        assertEquals(103, next(cursor));
    }

    @Test
    void goesOnBehindWhatIsSettled() {
        try (FlowCursor before = resume("a")) {
            log.write(MadeEvent.trace(), 5);
            next(before);
            before.settle(next(before));
            next(before);
        }
        log.write(MadeEvent.trace(), 5);
        FlowCursor again = resume("a");
        for (int sequence = 102; sequence < 110; sequence++) {
            assertEquals(sequence, next(again));
        }
        assertFalse(again.next());
        assertEquals(0, again.takeLost());
    }

    @Test
    void oneThatSettledNothingLeavesThePlaceWhereItBegan() {
        resume("a").close();
        log.write(MadeEvent.trace());
        resume("a").close();
        log.write(MadeEvent.trace());
        assertEquals(100, next(resume("a")));
    }

    @Test
    void whatWasOverwrittenMeanwhileIsLost() {
        FlowCursor before = resume("a");
        log.write(MadeEvent.trace());
        before.settle(next(before));
        before.close();
        log.write(MadeEvent.trace(), 20);
        FlowCursor again = resume("a");
        assertEquals(106, next(again));
        assertEquals(5, again.takeLost());
    }

    @Test
    void waitsWhileAnotherOfItsNameReads() throws InterruptedException {
        FlowCursor old = resume("a");
        FlowCursor young = resume("a");
        FlowCursor third = resume("a");
        log.write(MadeEvent.trace(), 2);
        assertFalse(young.next());
        assertFalse(young.previous());
        assertFalse(young.await(Duration.ZERO));
        AtomicBoolean found = new AtomicBoolean();
        Thread waiter = new Thread(() -> found.set(young.await(SOON)));
        waiter.start();
        old.settle(next(old));
        old.close();
        old.close();
        waiter.join(SOON.toMillis());
        assertTrue(found.get(), "its turn did not end its wait");
        assertEquals(101, next(young));
        assertFalse(third.next());
        third.close();
        young.settle(101);
        young.close();
        assertFalse(resume("a").next());
    }

    @Test
    void oneThatNeverHadItsTurnLeavesNoPlace() {
        FlowCursor old = resume("a");
        resume("a").close();
        log.write(MadeEvent.trace());
        old.close();
        assertEquals(100, next(resume("a")));
    }

    @Test
    void namesThatAreNotToComeAgainAreForgotten() {
        for (String name : new String[] {"x:a", "x:b", "y:a"}) {
            resume(name).close();
        }
        log.log().retain("x:", Set.of("x:b"));
        log.write(MadeEvent.trace());
        assertFalse(resume("x:a").next());
        assertEquals(100, next(resume("x:b")));
        assertEquals(100, next(resume("y:a")));
    }

    @Test
    void theNamesThatAreRememberedAreBounded() {
        for (int i = 0; i <= 256; i++) {
            resume("r" + i).close();
        }
        log.write(MadeEvent.trace());
        assertFalse(resume("r0").next());
        assertEquals(100, next(resume("r1")));
        assertEquals(100, next(resume("r256")));
    }
}

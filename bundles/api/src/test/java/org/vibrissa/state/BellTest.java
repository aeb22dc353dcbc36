package org.vibrissa.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BellTest {
    private final Semaphore told = new Semaphore(0);

    private void awaitTold(String what) throws InterruptedException {
        assertTrue(told.tryAcquire(20, TimeUnit.SECONDS), what);
    }

    @Test
    void tellsAtTheStartOnlyWhenItHasRung() throws InterruptedException {
        Bell bell = Bell.rung();
        bell.watch("test", told::release);
        awaitTold("a bell that has rung says nothing");
        Bell silent = new Bell();
        AtomicInteger calls = new AtomicInteger();
        silent.watch(
                "test",
                () -> {
                    calls.incrementAndGet();
                    told.release();
                });
        silent.ring();
        awaitTold("it does not ring");
        assertEquals(1, calls.get());
        bell.close();
        silent.close();
    }

    @Test
    void tellsRingsThatComeWhileOneListensAsOne() throws InterruptedException {
        Bell bell = Bell.rung();
        Semaphore goOn = new Semaphore(0);
        AtomicInteger calls = new AtomicInteger();
        bell.watch(
                "test",
                () -> {
                    calls.incrementAndGet();
                    told.release();
                    goOn.acquireUninterruptibly();
                });
        awaitTold("nothing at the start");
        for (int i = 0; i < 10; i++) {
            bell.ring();
        }
        goOn.release();
        awaitTold("nothing of the rings");
        goOn.release();
        bell.close();
        assertEquals(2, calls.get());
    }

    @Test
    void goesOnAfterAWatcherFails() throws InterruptedException {
        Bell bell = Bell.rung();
        bell.watch(
                "test",
                () -> {
                    told.release();
                    throw new IllegalStateException("made to fail");
                });
        awaitTold("nothing at the start");
        bell.ring();
        awaitTold("nothing after a failure");
        bell.close();
    }

    @RepeatedTest(50) // so that a call which ends in time by chance does not hide one that runs on
    void endingAWatchWaitsForItsCall() throws InterruptedException {
        Bell bell = Bell.rung();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch ending = new CountDownLatch(1);
        Subscription watch =
                bell.watch(
                        "test",
                        () -> {
                            told.release();
                            awaitQuietly(ending);
                            over.set(true);
                        });
        awaitTold("nothing at the start");
        ending.countDown();
        watch.close();
        assertTrue(over.get(), "the call ran on");
    }

    @Test
    void endingAnUnawaitedWatchDoesNot() throws InterruptedException {
        Bell bell = Bell.rung();
        CountDownLatch goOn = new CountDownLatch(1);
        Subscription watch =
                bell.watchUnawaited(
                        "test",
                        () -> {
                            told.release();
                            awaitQuietly(goOn);
                        });
        awaitTold("nothing at the start");
        watch.close();
        assertEquals(1, goOn.getCount());
        goOn.countDown();
        bell.ring();
        assertFalse(told.tryAcquire(), "an ended watch is told");
    }

    @Test
    void aCallMayEndItsOwnWatch() throws InterruptedException {
        Bell bell = new Bell();
        AtomicReference<Subscription> watch = new AtomicReference<>();
        watch.set(
                bell.watch(
                        "test",
                        () -> {
                            watch.get().close();
                            told.release();
                        }));
        bell.ring();
        awaitTold("it waits for itself");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

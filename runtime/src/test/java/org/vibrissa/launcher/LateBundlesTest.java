package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LateBundlesTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LateBundles late = new LateBundles();

    @Test
    void holdsNobodyUpBeforeReadiness() throws InterruptedException {
        late.await(LONG);
    }

    @Test
    void letsPeopleWaitUntilAllHaveStarted() throws Exception {
        late.begin();
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<Void> user =
                CompletableFuture.runAsync(
                        () -> {
                            waits.countDown();
                            await(LONG);
                        });
        waits.await();
        assertFalse(user.isDone());
        late.done();
        user.get(10, TimeUnit.SECONDS);
    }

    @Test
    void goesOnWithoutThemInTheEnd() throws InterruptedException {
        late.begin();
        late.await(Duration.ofMillis(1));
        late.done();
        late.await(LONG);
    }

    private void await(Duration limit) {
        try {
            late.await(limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.vibrissa.bpf.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.RecordConsumer;

@Tag("bpf")
class MappedRingTest {
    private static final RecordConsumer NONE = (data, at, length) -> {};

    private KernelRing kernel;
    private MappedRing ring;

    @BeforeEach
    void open() throws Exception {
        kernel = new KernelRing();
        ring = kernel.open();
    }

    @AfterEach
    void close() throws Exception {
        ring.close();
        kernel.close();
    }

    @Test
    void everyRecordArrivesAsTheProgramWroteIt() throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            kernel.send(3);
            ring.drain(
                    (data, at, length) -> {
                        long number = data.getLong(at);
                        numbers.add(number);
                        assertEquals(128, length);
                        assertEquals(0, data.getLong(at + 8), "lost");
                        for (int k = 0; k < 14; k++) {
                            assertEquals(number + k, data.getLong(at + 16 + 8 * k));
                        }
                    },
                    10_000);
        }
        List<Long> expected = new ArrayList<>();
        for (long n = 1; n <= 6000; n++) {
            if (n % 8 != 0) {
                expected.add(n);
            }
        }
        assertEquals(expected, numbers);
        assertEquals(6000 - expected.size(), ring.counters().discarded());
        assertEquals(128L * expected.size(), ring.counters().bytes());
        assertEquals(0, ring.counters().pending());
    }

    @Test
    void whatDoesNotFitIsCountedByTheProgramAndTheRestArrives() throws Exception {
        kernel.send(10);
        int fit = KernelRing.CAPACITY / 136;
        assertEquals(fit * 136L, ring.counters().pending());
        assertEquals(fit - fit / 8, ring.drain(NONE, 10_000));
        kernel.send(1);
        long[] lost = new long[1];
        ring.drain((data, at, length) -> lost[0] = data.getLong(at + 8), 10_000);
        assertEquals(1000 - fit, lost[0]);
    }

    @Test
    void awaitReturnsWhenARecordComes() throws Exception {
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Boolean> woken =
                    CompletableFuture.supplyAsync(() -> ring.await(Duration.ofSeconds(30)));
            kernel.send(1);
            assertTrue(woken.get(30, TimeUnit.SECONDS));
            assertTrue(ring.await(Duration.ZERO), "still there");
            ring.drain(NONE, 1000);
            assertFalse(ring.await(Duration.ZERO), "drained");
        }
    }

    @Test
    void awaitEndsByTimeoutAndByWake() throws Exception {
        long start = System.nanoTime();
        assertFalse(ring.await(Duration.ofMillis(30)));
        assertTrue(System.nanoTime() - start >= 30_000_000, "waits the whole timeout");
        ring.wake();
        assertFalse(ring.await(Duration.ofDays(400)), "a wake-up before is kept");
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> ring.await(Duration.ofSeconds(30)));
        ring.wake();
        assertFalse(waiting.get(30, TimeUnit.SECONDS));
    }

    @Test
    void closeEndsAnAwaitAndLaterCallsSayClosed() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            started.complete(null);
                            return ring.await(Duration.ofSeconds(30));
                        });
        started.get(30, TimeUnit.SECONDS);
        ring.close();
        // It may have come before the await, which then says so.
        waiting.handle(
                        (more, error) ->
                                error == null ? assertNot(more) : isClosed(error.getCause()))
                .get(30, TimeUnit.SECONDS);
        assertTrue(isClosed(assertThrows(Exception.class, () -> ring.drain(NONE, 1))));
        ring.wake();
        ring.close();
        assertEquals(0, ring.counters().records());
    }

    private static boolean assertNot(boolean more) {
        assertFalse(more);
        return true;
    }

    private static boolean isClosed(Throwable error) {
        assertEquals("ring vt_ring is closed", error.getMessage());
        return true;
    }

    @Test
    void theConsumerMayCloseTheRing() throws Exception {
        kernel.send(1);
        assertEquals(
                1,
                ring.drain(
                        (data, at, length) -> {
                            ring.close();
                            assertEquals(1, data.getLong(at), "mapped until it returns");
                        },
                        1000));
        assertThrows(IllegalStateException.class, () -> ring.drain(NONE, 1));
    }

    @Test
    void closeWaitsForAConsumerOnAnotherThread() throws Exception {
        kernel.send(1);
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<Long> drained =
                CompletableFuture.supplyAsync(() -> drainSlowly(inside, goOn));
        inside.get(30, TimeUnit.SECONDS);
        assertThrows(IllegalStateException.class, () -> ring.drain(NONE, 1), "second reader");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(ring::close);
        assertFalse(closed.isDone());
        goOn.complete(null);
        closed.get(30, TimeUnit.SECONDS);
        assertEquals(1, drained.get(30, TimeUnit.SECONDS));
    }

    private long drainSlowly(CompletableFuture<Void> inside, CompletableFuture<Void> goOn) {
        long[] first = new long[1];
        ring.drain(
                (ByteBuffer data, int at, int length) -> {
                    inside.complete(null);
                    goOn.join();
                    first[0] = data.getLong(at);
                },
                1);
        return first[0];
    }

    @Test
    void aClosedRingLeavesNeitherMappingNorDescriptor() throws Exception {
        long mappings = mappings();
        long files = files();
        assertTrue(mappings >= 2 && files >= 2, "those of the ring under test are found");
        for (int i = 0; i < 100; i++) {
            try (MappedRing another = kernel.open()) {
                another.wake();
            }
        }
        assertEquals(mappings, mappings());
        assertEquals(files, files());
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("bpf-map")).count();
        }
    }

    private static long files() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(fd -> target(fd).contains("bpf-map") || target(fd).contains("event"))
                    .count();
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void refusesSizesThatAreNoRing() {
        assertThrows(BpfException.class, () -> RingMemory.map(-1, 100, "ring"));
        BpfException refused =
                assertThrows(BpfException.class, () -> RingMemory.map(-1, 4096, "ring x"));
        assertTrue(refused.getMessage().contains("EBADF"), refused.getMessage());
    }
}

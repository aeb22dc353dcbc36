package org.vibrissa.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.vibrissa.bench.bpf.BenchCount;

/**
 * How fast Java reads flow events of 128 bytes and decodes every field of them: first from a ring
 * that was filled before, then while a program in the kernel writes it on another thread.
 *
 * <p>Needs root. Options: {@code --json FILE}.
 */
public final class Ringbuf {
    private static final int BATCH = 200_000;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 15;
    private static final int END_TO_END = 2_000_000;
    private static final int PER_RUN = 5_000;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Figures figures = new Figures("ringbuf");
    private final EventProgram program;
    private final FlowSum flows = new FlowSum();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Ringbuf(EventProgram program) {
        this.program = program;
    }

    /**
     * Runs it.
     *
     * @throws IllegalArgumentException when an option is unknown
     * @throws Exception when an event is missing or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        Optional<Path> json = jsonFile(List.of(args));
        try (EventProgram program = new EventProgram()) {
            Ringbuf bench = new Ringbuf(program);
            bench.drainPrefilled();
            bench.endToEnd();
            bench.checkSums();
            bench.figures.write(json);
        }
    }

    private static Optional<Path> jsonFile(List<String> args) {
        if (args.isEmpty()) {
            return Optional.empty();
        } else if (args.size() == 2 && args.get(0).equals("--json")) {
            return Optional.of(Path.of(args.get(1)));
        }
        throw new IllegalArgumentException("usage: ringbuf [--json FILE], got " + args);
    }

    private void drainPrefilled() {
        for (int i = 0; i < WARM_UP; i++) {
            program.send(BATCH);
            program.ring().drain(flows, BATCH);
        }
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < ROUNDS; i++) {
            program.send(BATCH);
            long cpu = threads.getCurrentThreadCpuTime();
            long allocated = threads.getThreadAllocatedBytes(thread);
            long start = System.nanoTime();
            int count = program.ring().drain(flows, BATCH);
            long nanos = System.nanoTime() - start;
            allocated = threads.getThreadAllocatedBytes(thread) - allocated;
            cpu = threads.getCurrentThreadCpuTime() - cpu;
            if (count != BATCH) {
                throw new IllegalStateException(count + " of " + BATCH + " events");
            }
            figures.add("drain_events_per_s", "events/s", count * 1e9 / nanos);
            // On a shared machine the time on the CPU says more than the time on the wall.
            figures.add("drain_cpu_ns_per_event", "ns", (double) cpu / count);
            figures.add("alloc_bytes_per_event", "bytes", (double) allocated / count);
        }
    }

    private void endToEnd() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long events = flows.events();
            long lost = program.counts().lost();
            long start = System.nanoTime();
            FutureTask<Long> sent = new FutureTask<>(this::sendAll);
            Runnable send =
                    () -> {
                        sent.run();
                        program.ring().wake();
                    };
            new Thread(send, "bench-sender").start();
            readUntil(sent);
            long nanos = System.nanoTime() - start;
            long seen = flows.events() - events;
            lost = program.counts().lost() - lost;
            if (seen + lost != sent.get()) {
                throw new IllegalStateException(
                        "sent " + sent.get() + ", seen " + seen + ", lost " + lost);
            }
            figures.add("end_to_end_events_per_s", "events/s", seen * 1e9 / nanos);
            figures.add("end_to_end_lost", "events", (double) lost);
        }
    }

    private long sendAll() {
        for (int sent = 0; sent < END_TO_END; sent += PER_RUN) {
            program.send(PER_RUN);
        }
        return END_TO_END;
    }

    private void readUntil(FutureTask<Long> sent) {
        boolean last = false;
        while (true) {
            int count = program.ring().drain(flows, BATCH);
            if (count == 0 && last) {
                return;
            }
            last = sent.isDone();
            if (count == 0 && !last) {
                program.ring().await(IDLE);
            }
        }
    }

    private void checkSums() throws IOException {
        BenchCount counts = program.counts();
        if (flows.events() + counts.lost() != counts.sent() || flows.sum() == 0) {
            throw new IOException(
                    "sent "
                            + counts.sent()
                            + ", seen "
                            + flows.events()
                            + ", lost "
                            + counts.lost());
        }
    }
}

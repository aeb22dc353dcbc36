package org.vibrissa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.internal.kernel.LiveFlow;
import org.vibrissa.flow.internal.reader.IntakeLoad;

/**
 * Flow events from the real datapath to the real log: how fast the reader takes them, whether any
 * is lost at 100,000 new flows per second, and whether the ledger balances at ten times as many
 * events.
 *
 * <p>Needs root. Arguments: rounds, seconds of each rate.
 */
final class Flows {
    private static final int LARGE_RING = 1 << 26;
    private static final int USUAL_RING = 1 << 23;
    private static final int LOG = (1 << 16) - 1;
    private static final int BATCH = 300_000;
    private static final int WARM_UP = 5;
    private static final int FLOWS_PER_S = 100_000;
    private static final int EVENTS_PER_S = 1_000_000;
    private static final int SLICES_PER_S = 200;

    private final Figures figures = new Figures("flows");

    private Flows() {}

    public static void main(String[] args) throws IOException {
        int rounds = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        Flows bench = new Flows();
        Path folder = Files.createTempDirectory("vibrissa-flows");
        try {
            bench.ingest(folder.resolve("ingest"), rounds);
            bench.newFlows(folder.resolve("new"), seconds);
            bench.overload(folder.resolve("overload"), seconds);
        } finally {
            Scratch.delete(folder);
        }
        bench.figures.write(Optional.empty());
    }

    private static Path made(Path folder) throws IOException {
        return Files.createDirectories(folder);
    }

    /** The reader alone, on a ring that was filled before. */
    private void ingest(Path folder, int rounds) throws IOException {
        try (LiveFlow flow = new LiveFlow(made(folder), LARGE_RING)) {
            flow.stopReader();
            IntakeLoad intake = new IntakeLoad(flow.maps(), LOG);
            for (int round = -WARM_UP; round < rounds; round++) {
                flow.drop(BATCH);
                IntakeLoad.Cost cost = intake.drain();
                if (cost.events() != BATCH) {
                    throw new IllegalStateException(cost.events() + " of " + BATCH + " events");
                }
                if (round >= 0) {
                    figures.add("ingest_events_per_s", "events/s", BATCH * 1e9 / cost.nanos());
                    figures.add("ingest_cpu_ns_per_event", "ns", (double) cost.cpuNanos() / BATCH);
                    figures.add(
                            "alloc_bytes_per_event", "bytes", (double) cost.allocated() / BATCH);
                }
            }
        }
    }

    /** New flows at their rate, and then as fast as one CPU makes them. */
    private void newFlows(Path folder, int seconds) throws IOException {
        try (LiveFlow flow = new LiveFlow(made(folder), USUAL_RING);
                NewFlows flows = new NewFlows(flow)) {
            for (int second = 0; second < seconds; second++) {
                FlowLedger.Balance before = flow.balance();
                long took = paced(FLOWS_PER_S, flows::send);
                FlowLedger.Balance after = settled(flow);
                figures.add("new_flows_per_s", "flows/s", FLOWS_PER_S * 1e9 / took);
                figures.add(
                        "events_per_flow",
                        "events",
                        (double) (after.produced() - before.produced()) / FLOWS_PER_S);
                figures.add("lost", "events", (double) (lost(after) - lost(before)));
                figures.add("new_flows.ledger_difference", "events", (double) after.difference());
            }
            long start = System.nanoTime();
            flows.send(FLOWS_PER_S);
            figures.add(
                    "most_new_flows_per_s",
                    "flows/s",
                    FLOWS_PER_S * 1e9 / (System.nanoTime() - start));
        }
    }

    /** Ten times as many events: what does not fit is counted, and all adds up. */
    private void overload(Path folder, int seconds) throws IOException {
        try (LiveFlow flow = new LiveFlow(made(folder), USUAL_RING)) {
            for (int second = 0; second < seconds; second++) {
                FlowLedger.Balance before = flow.balance();
                long took = paced(EVENTS_PER_S, flow::drop);
                FlowLedger.Balance during = flow.balance();
                FlowLedger.Balance after = settled(flow);
                figures.add("overload.events_per_s", "events/s", EVENTS_PER_S * 1e9 / took);
                figures.add("overload.lost", "events", (double) (lost(after) - lost(before)));
                figures.add(
                        "ledger_difference",
                        "events",
                        (double)
                                Math.max(
                                        Math.abs(during.difference()),
                                        Math.abs(after.difference() + unexplained(after))));
            }
        }
    }

    /** Events that are in none of the sums. */
    private static long unexplained(FlowLedger.Balance balance) {
        return balance.produced() - balance.delivered() - lost(balance) - balance.pending();
    }

    private interface Sender {
        void send(int count);
    }

    /** Sends so many within a second, in slices; how long it took, ns. */
    private static long paced(int perSecond, Sender sender) {
        long start = System.nanoTime();
        for (int slice = 1; slice <= SLICES_PER_S; slice++) {
            sender.send(perSecond / SLICES_PER_S);
            long due = start + slice * TimeUnit.SECONDS.toNanos(1) / SLICES_PER_S;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return System.nanoTime() - start;
    }

    /** The balance once the ring is empty. */
    private static FlowLedger.Balance settled(LiveFlow flow) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        FlowLedger.Balance balance = flow.balance();
        while (balance.pending() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the reader does not come to an end: " + balance);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            balance = flow.balance();
        }
        return balance;
    }

    private static long lost(FlowLedger.Balance balance) {
        return balance.lost().stream().mapToLong(FlowLedger.Loss::events).sum();
    }
}

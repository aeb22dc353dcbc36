package org.vibrissa.bench;

import com.google.protobuf.TextFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FlowFilters;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * Flows delivered to clients of Hubble's interface, which are processes of their own: one that
 * follows everything with all fields, then twenty with filters while events come at a fixed rate.
 */
final class Observe {
    private static final int CAPACITY = 65_535;
    private static final int KINDS = 4096;
    private static final int FILTERING = 20;
    private static final int OFFERED_PER_S = 100_000;
    private static final int WARM_UP = 500_000;

    /** What an operator looks for: drops of a team's services, by label and port. */
    private static final String FILTER =
            "source_label: 'org=alliance' destination_port: ['443', '8080'] verdict: DROPPED";

    private final Figures figures = new Figures("observe");
    private final MadeEvent[] events = new MadeEvent[KINDS];

    private Observe() {
        for (int i = 0; i < KINDS; i++) {
            events[i] = event(i);
        }
    }

    public static void main(String[] args) throws Exception {
        int flows = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory("vibrissa-observe");
        try {
            new Observe().run(flows, rounds, seconds, folder);
        } finally {
            Scratch.delete(folder);
        }
    }

    /** As of a small fleet: 256 addresses, three in four forwarded. */
    private static MadeEvent event(int i) {
        MadeEvent base = i % 4 == 3 ? MadeEvent.drop(133) : MadeEvent.trace();
        return base.from("10.0.0." + i % 256, 32768 + i)
                .to("10.0.1." + i * 7 % 256, i % 3 == 0 ? 443 : 80)
                .identities(i % 2 == 0 ? 1001 : 1002, i % 3 == 0 ? 1002 : 2);
    }

    private void run(int flows, int rounds, int seconds, Path folder) throws Exception {
        one(flows, rounds, folder);
        many(rounds, seconds, folder);
        filters(rounds);
        figures.write(Optional.empty());
    }

    private void one(int flows, int rounds, Path folder) throws Exception {
        try (MadeServer server = new MadeServer(folder, CAPACITY);
                Client client = new Client(server.socket(), 1, "")) {
            Await.until("the client", () -> server.server().clients() == 1);
            deliver(server, WARM_UP);
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                deliver(server, flows);
                figures.add("flows_per_s", "flows/s", flows / seconds(start));
            }
            long all = WARM_UP + (long) rounds * flows;
            long got = client.stop();
            figures.add("missing", "flows", (double) (all - got));
            FlowAccount.Reading books = server.server().account().read();
            figures.add("ledger_difference", "flows", (double) (books.taken() - all));
        }
    }

    /** Writes as fast as the client takes, and returns when it has taken all. */
    private void deliver(MadeServer server, int count) {
        FlowAccount account = server.server().account();
        long begin = account.read().taken();
        for (int i = 0; i < count; ) {
            int batch = Math.min(256, count - i);
            write(server.log(), i, batch);
            i += batch;
            int sofar = i;
            while (sofar - (account.read().taken() - begin) > CAPACITY / 2) {
                LockSupport.parkNanos(100_000);
            }
        }
        Await.until("delivery", () -> account.read().taken() - begin == count);
    }

    private void write(MadeFlowLog log, int from, int count) {
        Instant now = Instant.now();
        MadeEvent[] batch = new MadeEvent[count];
        for (int i = 0; i < count; i++) {
            batch[i] = events[(from + i) % KINDS].at(now);
        }
        log.write(batch);
    }

    /** The same events at the same rate, without clients and with. */
    private void many(int rounds, int seconds, Path folder) throws Exception {
        try (MadeServer server = new MadeServer(folder, CAPACITY)) {
            offer(server.log(), 1);
            List<Double> alone = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                alone.add(offer(server.log(), seconds));
            }
            try (Client client = new Client(server.socket(), FILTERING, FILTER)) {
                Await.until("clients", () -> server.server().clients() == FILTERING);
                offer(server.log(), 1);
                for (int round = 0; round < rounds; round++) {
                    double with = offer(server.log(), seconds);
                    figures.add("ingest_ratio", "ratio", with / alone.get(round));
                }
                FlowAccount account = server.server().account();
                Await.until("clients to have seen all", () -> settled(account));
                figures.add("filtering_dropped", "flows", (double) account.read().dropped());
                figures.add("filtering_received", "flows", (double) client.stop());
            }
        }
    }

    private static boolean settled(FlowAccount account) {
        long before = account.read().taken();
        LockSupport.parkNanos(200_000_000);
        return account.read().taken() == before;
    }

    /** Events per second that were really written when so many were offered. */
    private double offer(MadeFlowLog log, int seconds) {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long written = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long due =
                    Math.min(
                            (long) ((now - start) / 1e9 * OFFERED_PER_S),
                            written + OFFERED_PER_S / 100);
            if (due > written) {
                write(log, (int) (written % KINDS), (int) (due - written));
                written = due;
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
        return written / seconds(start);
    }

    private void filters(int rounds) throws Exception {
        MadeFlowLog log = new MadeFlowLog(CAPACITY);
        write(log, 0, KINDS);
        FlowFilters filters =
                FlowFilters.of(
                        List.of(TextFormat.parse(FILTER, FlowFilter.class)),
                        List.of(),
                        MadeSource.scope(new FlowExpressions()));
        FlowView view = new FlowView(new MadeNames(), MadeSource.ORIGIN);
        for (int round = 0; round < rounds + 1; round++) {
            long matched = 0;
            long looked = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < 500_000_000L) {
                try (FlowCursor cursor = log.log().fromOldest("bench")) {
                    while (cursor.next()) {
                        matched += filters.admits(view.at(cursor.event())) ? 1 : 0;
                        looked++;
                    }
                }
            }
            if (matched == 0 || matched == looked) {
                throw new IllegalStateException("the filter says the same of all");
            }
            // The first warms up.
            if (round > 0) {
                figures.add("ns_per_flow", "ns", seconds(start) * 1e9 / looked);
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** A process with clients, which says at its end how many flows they got. */
    private static final class Client implements AutoCloseable {
        private final Process process;
        private final BufferedReader says;

        Client(Path socket, int streams, String filter) throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-Xmx256m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    ObserveClient.class.getName(),
                                    socket.toString(),
                                    Integer.toString(streams),
                                    filter)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            says =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Flows that all streams got. */
        long stop() throws IOException {
            process.getOutputStream().close();
            return Long.parseLong(says.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}

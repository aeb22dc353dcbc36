package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vibrissa.fleet.FleetException;

/** One call to many hosts at once, by threads that are there for the next one. */
public final class Parallel implements AutoCloseable {
    private static final int THREADS = 64;
    private static final long LATE_MS = 1000;

    private final Members members;
    private final ExecutorService threads =
            new ThreadPoolExecutor(
                    0,
                    THREADS,
                    30,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> {
                        Thread thread = new Thread(task, "vib-mode-call");
                        thread.setDaemon(true);
                        return thread;
                    },
                    new ThreadPoolExecutor.CallerRunsPolicy());

    public Parallel(Members members) {
        this.members = members;
    }

    /**
     * What each host has answered, and why the others have not.
     *
     * @param micros from the first call sent to the last answered
     */
    public record Answers(
            Map<String, JsonNode> given, Map<String, FleetException> failed, long micros) {
        public boolean whole() {
            return failed.isEmpty();
        }

        /** One sentence for each that failed. */
        public List<String> reasons() {
            List<String> reasons = new ArrayList<>();
            failed.forEach(
                    (name, problem) -> {
                        String text = String.valueOf(problem.getMessage());
                        reasons.add(text.startsWith(name + ": ") ? text : name + ": " + text);
                    });
            return reasons;
        }
    }

    /** Calls and waits for all. */
    public Answers call(
            Collection<String> names,
            String path,
            Function<String, JsonNode> body,
            Duration timeout) {
        return call(names, path, body, timeout, late -> {});
    }

    /**
     * As above.
     *
     * @param waiting told each second which hosts have not answered yet
     */
    public Answers call(
            Collection<String> names,
            String path,
            Function<String, JsonNode> body,
            Duration timeout,
            Consumer<List<String>> waiting) {
        Map<String, JsonNode> given = new TreeMap<>();
        Map<String, FleetException> failed = new TreeMap<>();
        CountDownLatch left = new CountDownLatch(names.size());
        long begin = System.nanoTime();
        for (String name : names) {
            threads.execute(
                    () -> {
                        try {
                            JsonNode answer = members.call(name, path, body.apply(name), timeout);
                            synchronized (given) {
                                given.put(name, answer);
                            }
                        } catch (FleetException e) {
                            fail(given, failed, name, e);
                        } catch (RuntimeException e) {
                            fail(
                                    given,
                                    failed,
                                    name,
                                    new FleetException(
                                            FleetException.Kind.UNREACHABLE, String.valueOf(e), e));
                        } finally {
                            left.countDown();
                        }
                    });
        }
        awaitAll(left, () -> waiting.accept(silent(names, given, failed)));
        long micros = (System.nanoTime() - begin) / 1000;
        synchronized (given) {
            return new Answers(new TreeMap<>(given), new TreeMap<>(failed), micros);
        }
    }

    private static void fail(
            Map<String, JsonNode> lock,
            Map<String, FleetException> failed,
            String name,
            FleetException problem) {
        synchronized (lock) {
            failed.put(name, problem);
        }
    }

    private static List<String> silent(
            Collection<String> names,
            Map<String, JsonNode> given,
            Map<String, FleetException> failed) {
        synchronized (given) {
            return names.stream()
                    .filter(name -> !given.containsKey(name) && !failed.containsKey(name))
                    .sorted()
                    .toList();
        }
    }

    /** Every call ends by its timeout; an interrupt must not leave half of them unknown. */
    private static void awaitAll(CountDownLatch left, Runnable late) {
        boolean interrupted = false;
        while (true) {
            try {
                if (left.await(LATE_MS, TimeUnit.MILLISECONDS)) {
                    break;
                }
                late.run();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

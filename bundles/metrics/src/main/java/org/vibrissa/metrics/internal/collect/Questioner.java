package org.vibrissa.metrics.internal.collect;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Asks sources on a thread that lasts, so that one that hangs takes that thread and not the
 * caller's; another thread is made then. For one caller at a time.
 */
final class Questioner implements AutoCloseable {
    private final Duration patience;
    private ExecutorService thread = newThread();

    /**
     * Makes no thread yet.
     *
     * @param patience how long one source may take
     */
    Questioner(Duration patience) {
        this.patience = patience;
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(
                task -> {
                    Thread thread = new Thread(task, "metrics-sources");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The answers, in the order of the sources. */
    <T> List<Answer<T>> ask(Collection<Source> sources, Function<Source, T> question) {
        Round<T> round = new Round<>(sources, question);
        try {
            thread.execute(round);
            while (!round.await(patience)) {
                thread.shutdown();
                thread = newThread();
                thread.execute(round);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sources were asked", e);
        } finally {
            round.end();
        }
        return round.answers();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

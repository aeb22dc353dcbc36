package org.vibrissa.metrics.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.expose.TextFormat;

/** Makes one answer after the other, on a thread of its own. */
final class ScrapeQueue implements AutoCloseable {
    private static final int WAITING = 16;
    private static final long IDLE_SECONDS = 60;

    private final Supplier<Scrape> scrape;
    private final ThreadPoolExecutor worker;

    ScrapeQueue(Supplier<Scrape> scrape) {
        this.scrape = scrape;
        worker =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        task -> {
                            Thread thread = new Thread(task, "metrics-scrape");
                            thread.setDaemon(true);
                            return thread;
                        });
        worker.allowCoreThreadTimeOut(true);
    }

    /**
     * What a client wants.
     *
     * @param names families to show; none = all
     */
    record Wish(TextFormat format, boolean gzip, Set<String> names) {}

    /**
     * Makes an answer later.
     *
     * @param done gets the bytes or the failure; one of them is null
     * @return whether it will; false when too many wait
     */
    boolean offer(Wish wish, BiConsumer<byte[], Throwable> done) {
        try {
            worker.execute(
                    () -> {
                        byte[] answer;
                        try {
                            answer = answer(wish);
                        } catch (IOException | RuntimeException | LinkageError e) {
                            done.accept(null, e);
                            return;
                        }
                        done.accept(answer, null);
                    });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private byte[] answer(Wish wish) throws IOException {
        Scrape all = scrape.get();
        Scrape shown = wish.names().isEmpty() ? all : all.only(wish.names());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (OutputStream out = wish.gzip() ? new FastGzip(bytes) : bytes) {
            wish.format().write(shown, out);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    /** Text as this gets no smaller by more effort, only later. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}

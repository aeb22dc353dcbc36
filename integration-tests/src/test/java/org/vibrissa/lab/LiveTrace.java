package org.vibrissa.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** {@code vibrissa trace} that runs until it is ended. */
public final class LiveTrace {
    private static final AtomicInteger TRACES = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Background client;
    private final Path output;

    private LiveTrace(Background client, Path output) {
        this.client = client;
        this.output = output;
    }

    /** Starts one on a host; it watches when this returns. */
    public static LiveTrace start(Host host, String... options) {
        String title = "trace" + TRACES.incrementAndGet();
        List<String> words =
                new ArrayList<>(
                        List.of(Place.vibrissa().toString(), "--node", host.node(), "trace"));
        words.addAll(List.of(options));
        words.addAll(List.of("-o", "json"));
        Lab lab = host.lab();
        Background client =
                new Background(lab, host.namespace(), title, words.toArray(String[]::new));
        LiveTrace trace = new LiveTrace(client, lab.folder().resolve(title + ".out"));
        Await.until(
                title + " watches",
                SOON,
                () -> client.said().contains("Watching"),
                () -> client.said() + host.logTail());
        return trace;
    }

    /** All ways it has shown. */
    public List<JsonNode> ways() {
        try {
            List<JsonNode> ways = new ArrayList<>();
            for (String line : Files.readString(output).split("(?<=\n)", 0)) {
                if (line.endsWith("\n")) {
                    ways.add(JSON.readTree(line));
                }
            }
            return ways;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON in " + output, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a way. */
    public JsonNode await(String what, Predicate<JsonNode> wanted) {
        Await.until(
                "a way of " + what,
                SOON,
                () -> find(wanted).isPresent(),
                () -> client.said() + ways());
        return find(wanted).orElseThrow();
    }

    private Optional<JsonNode> find(Predicate<JsonNode> wanted) {
        return ways().stream().filter(wanted).findFirst();
    }

    /** Ends it as Ctrl-C does, and returns its exit code. */
    public int interrupt() {
        client.interrupt();
        return client.awaitEnd(SOON);
    }

    /** Ends it as a crash does. */
    public void kill() {
        client.kill();
    }

    /** Waits until it ends by itself. */
    public int awaitEnd() {
        return client.awaitEnd(SOON);
    }
}

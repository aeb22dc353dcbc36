package org.vibrissa.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Long-lived TCP connections whose every byte is checked on both ends; none reconnects. */
public final class TcpStreams {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int connections;
    private final Path stop;
    private final Path result;
    private final Background client;
    private final Background server;

    private TcpStreams(Lab lab, Namespace from, Namespace to, String address, int connections) {
        this.connections = connections;
        int number = RUNS.incrementAndGet();
        String title = "tcp" + number;
        String port = Integer.toString(30_000 + number % 10_000);
        stop = lab.folder().resolve(title + ".stop");
        result = lab.folder().resolve(title + ".json");
        String tool = Place.vibtraffic().toString();
        String count = Integer.toString(connections);
        Path listening = lab.folder().resolve(title + ".listening");
        server =
                new Background(
                        lab,
                        to,
                        title + "-serve",
                        tool,
                        "tcp-serve",
                        "--bind",
                        address,
                        "--port",
                        port,
                        "--connections",
                        count,
                        "--seconds",
                        "600",
                        "--ready-file",
                        listening.toString());
        server.await(listening, PATIENCE);
        Path connected = lab.folder().resolve(title + ".connected");
        client =
                new Background(
                        lab,
                        from,
                        title + "-connect",
                        tool,
                        "tcp-connect",
                        "--to",
                        address,
                        "--port",
                        port,
                        "--connections",
                        count,
                        "--seconds",
                        "600",
                        "--ready-file",
                        connected.toString(),
                        "--stop-file",
                        stop.toString(),
                        "--json",
                        result.toString());
        client.await(connected, PATIENCE);
    }

    /** Starts connections of one megabyte per second each; returns once all are tried. */
    public static TcpStreams start(
            Lab lab, Namespace from, Namespace to, String address, int connections) {
        return new TcpStreams(lab, from, to, address, connections);
    }

    /** Ends them and fails unless each lived on and brought every byte there and back. */
    public void finishWhole() {
        try {
            Files.createFile(stop);
            int exit = client.awaitEnd(PATIENCE);
            JsonNode told = new ObjectMapper().readTree(result.toFile());
            if (exit != 0
                    || told.path("finished").asInt() != connections
                    || told.path("mismatches").asLong() != 0
                    || told.path("bytes_verified").asLong() == 0) {
                throw new AssertionError("a connection broke: " + told + client.said());
            }
            server.awaitEnd(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(client.said() + server.said(), e);
        }
    }
}

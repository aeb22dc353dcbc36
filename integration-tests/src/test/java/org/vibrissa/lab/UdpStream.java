package org.vibrissa.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A numbered UDP stream from one namespace to another that runs until it is finished. */
public final class UdpStream {
    private static final AtomicInteger STREAMS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration END_MARKS = Duration.ofSeconds(5);
    private static final int LONGEST_SECONDS = 600;

    private final Path stop;
    private final Path sent;
    private final Path received;
    private final Background sender;
    private final Background receiver;
    private final boolean oneWay;

    private UdpStream(
            Lab lab, Namespace from, Namespace to, String address, int rate, boolean oneWay) {
        this.oneWay = oneWay;
        int number = STREAMS.incrementAndGet();
        String title = "udp" + number;
        String port = Integer.toString(20_000 + number % 10_000);
        stop = lab.folder().resolve(title + ".stop");
        sent = lab.folder().resolve(title + ".sent.json");
        received = lab.folder().resolve(title + ".received.json");
        String tool = Place.vibtraffic().toString();
        String limit = Integer.toString(LONGEST_SECONDS);
        Path bound = lab.folder().resolve(title + ".bound");
        receiver =
                new Background(
                        lab,
                        to,
                        title + "-recv",
                        tool,
                        "recv",
                        "--bind",
                        address,
                        "--port",
                        port,
                        "--seconds",
                        limit,
                        "--ready-file",
                        bound.toString(),
                        "--json",
                        received.toString());
        receiver.await(bound, PATIENCE);
        Path begun = lab.folder().resolve(title + ".begun");
        List<String> send = new ArrayList<>(List.of(tool, "send", "--to", address, "--port", port));
        send.addAll(List.of("--seconds", limit, "--rate", Integer.toString(rate)));
        send.addAll(List.of("--ready-file", begun.toString(), "--stop-file", stop.toString()));
        send.addAll(List.of("--json", sent.toString()));
        if (oneWay) {
            send.add("--one-way");
        }
        sender = new Background(lab, from, title + "-send", send.toArray(String[]::new));
        sender.await(begun, PATIENCE);
    }

    /**
     * Starts a stream; returns once the receiver has answered and the numbers run.
     *
     * @param address of the receiver
     * @param rate datagrams per second
     */
    public static UdpStream start(Lab lab, Namespace from, Namespace to, String address, int rate) {
        return new UdpStream(lab, from, to, address, rate, false);
    }

    /** As above, from a sender that nobody may hear; returns once it sends. */
    public static UdpStream unheard(
            Lab lab, Namespace from, Namespace to, String address, int rate) {
        return new UdpStream(lab, from, to, address, rate, true);
    }

    /** Ends the stream, waits for its last datagram and counts. */
    public UdpResult finish() {
        try {
            Files.createFile(stop);
            sender.awaitEnd(PATIENCE);
            if (oneWay || !receiver.endsWithin(END_MARKS)) {
                receiver.terminate(); // No end mark came through: it counts what it has.
                receiver.awaitEnd(PATIENCE);
            }
            ObjectMapper json = new ObjectMapper();
            JsonNode out = json.readTree(sent.toFile());
            JsonNode in = json.readTree(received.toFile());
            return UdpResult.of(out, in);
        } catch (IOException e) {
            throw new UncheckedIOException(sender.said() + receiver.said(), e);
        }
    }
}

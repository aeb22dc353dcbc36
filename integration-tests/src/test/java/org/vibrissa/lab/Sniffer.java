package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What tcpdump says of the packets of a namespace, one line a packet. */
public final class Sniffer {
    private static final AtomicInteger SNIFFERS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;

    private Sniffer(Path file) {
        this.file = file;
    }

    /** Starts to listen on all devices; {@code filter} is as tcpdump takes it. */
    public static Sniffer start(Lab lab, Namespace namespace, String filter) {
        String title = namespace.name() + "-sniffer" + SNIFFERS.incrementAndGet();
        Background tcpdump =
                new Background(
                        lab, namespace, title, "tcpdump", "-i", "any", "-nn", "-l", "-vv", filter);
        Await.until(
                "tcpdump in " + namespace.name(),
                PATIENCE,
                () -> tcpdump.said().contains("listening"),
                tcpdump::said);
        return new Sniffer(lab.folder().resolve(title + ".out"));
    }

    /** Each packet with its inner one on a line. */
    public List<String> packets() {
        List<String> packets = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (packets.isEmpty() || line.matches("[0-9]{2}:.*")) {
                packets.add(line.strip());
            } else {
                int last = packets.size() - 1;
                packets.set(last, packets.get(last) + " " + line.strip());
            }
        }
        return packets;
    }

    /** Waits for a packet whose line has {@code words}; the whole line. */
    public String awaitPacket(String words) {
        Await.until(
                "a packet with '" + words + "'",
                PATIENCE,
                () -> packets().stream().anyMatch(packet -> packet.contains(words)),
                this::text);
        return packets().stream()
                .filter(packet -> packet.contains(words))
                .findFirst()
                .orElseThrow();
    }

    /** All that tcpdump has said. */
    public String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.vibrissa.lab;

import java.nio.file.Path;
import java.time.Duration;

/** Packets of a namespace, written to a file in the lab's folder until the lab ends. */
public final class Capture {
    private final Path file;

    private Capture(Path file) {
        this.file = file;
    }

    /** Starts to capture the heads of all packets in a namespace; 50 MB at most. */
    public static Capture start(Lab lab, Namespace namespace) {
        Path file = lab.folder().resolve(namespace.name() + ".pcap");
        Background tcpdump =
                new Background(
                        lab,
                        namespace,
                        namespace.name() + "-tcpdump",
                        "tcpdump",
                        "-i",
                        "any",
                        "-nn",
                        "-U",
                        "-s",
                        "160",
                        "-C",
                        "50",
                        "-W",
                        "1",
                        "-Z",
                        "root",
                        "-w",
                        file.toString());
        // With -W, tcpdump numbers its files; the first bears a zero or the bare name.
        Await.until(
                "tcpdump in " + namespace.name(),
                Duration.ofSeconds(30),
                () -> tcpdump.said().contains("listening"),
                tcpdump::said);
        return new Capture(file);
    }

    /** Where the packets are. */
    public Path file() {
        return file;
    }
}

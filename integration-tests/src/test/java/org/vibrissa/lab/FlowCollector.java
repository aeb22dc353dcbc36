package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's nfcapd in a namespace, and nfdump to read what it got. */
public final class FlowCollector {
    /** IANA's port for IPFIX. */
    public static final int PORT = 4739;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Background nfcapd;
    private final Path folder;

    private FlowCollector(Background nfcapd, Path folder) {
        this.nfcapd = nfcapd;
        this.folder = folder;
    }

    /** Listens on UDP at all addresses of the namespace. */
    public static FlowCollector start(Lab lab, Namespace namespace) {
        Path folder = lab.folder().resolve("nfcapd");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Background nfcapd =
                new Background(
                        lab,
                        namespace,
                        "nfcapd",
                        "nfcapd",
                        "-w",
                        folder.toString(),
                        "-p",
                        Integer.toString(PORT),
                        "-t",
                        "3600");
        Await.until(
                "nfcapd to listen",
                PATIENCE,
                () -> namespace.exec("ss", "-Hlnu", "sport = :" + PORT).out().contains(":" + PORT),
                nfcapd::said);
        return new FlowCollector(nfcapd, folder);
    }

    /** Ends it and reads its records, one a line. */
    public List<String> records() {
        nfcapd.terminate();
        nfcapd.awaitEnd(PATIENCE);
        return Command.run(
                        "nfdump",
                        "-q",
                        "-N",
                        "-R",
                        folder.toString(),
                        "-o",
                        "fmt:%sa %da %pr %pkt %byt")
                .expectOk()
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}

package org.vibrissa.ipfix.internal.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.ipfix.internal.record.TestNames;
import org.vibrissa.ipfix.internal.record.Wire;

/** Debian's nfcapd takes the records, and nfdump reads what it wrote. */
class NfcapdTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String NFCAPD = "/usr/bin/nfcapd";

    @TempDir private Path folder;

    @Test
    void countsOfARealCollectorAreOurs() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(NFCAPD)), "no nfcapd: apt-get install nfdump");
        int port = freePort();
        Process nfcapd = start(port);
        try {
            export(port, nfcapd);
        } finally {
            nfcapd.destroy();
            assertTrue(nfcapd.waitFor(20, TimeUnit.SECONDS), "nfcapd does not end");
        }
        List<String> flows = dump("csv:%sa,%da,%sp,%dp,%pr,%flg,%pkt,%byt,%fwd,%in,%out");
        assertEquals(301, flows.size(), () -> String.join("\n", flows));
        long bytes = flows.stream().mapToLong(line -> number(line, 7)).sum();
        long packets = flows.stream().mapToLong(line -> number(line, 6)).sum();
        assertEquals(200 * 3 + 100 + 7, packets);
        assertEquals(200 * 222L + 100 * 74 + 700, bytes);
        assertTrue(
                flows.stream()
                        .anyMatch(
                                line ->
                                        line.startsWith("10.0.0.1,10.0.0.2,40000,80,")
                                                && line.contains("S")),
                () -> flows.get(0));
        assertTrue(flows.stream().anyMatch(line -> line.startsWith("fd00::1,fd00::2,53,")), "IPv6");
    }

    private void export(int port, Process nfcapd) throws InterruptedException {
        MadeFlowLog log = new MadeFlowLog(1023);
        TestNames names = TestNames.of("xwing", "any:org=alliance");
        Wire wire = new Wire(9, 32473, 1400, 1_000_000_000L);
        CollectorAddress address = CollectorAddress.parse("udp://127.0.0.1:" + port);
        try (Collector collector = new Collector(address, wire, log.log(), names, names)) {
            Instant now = Instant.now();
            log.write(MadeEvent.trace().at(now).counts(3, 222), 200);
            log.write(MadeEvent.drop(133).at(now), 100);
            log.write(
                    MadeEvent.trace()
                            .at(now)
                            .from("fd00::1", 53)
                            .to("fd00::2", 5353)
                            .protocol(17)
                            .causes(FlowCause.PERIODIC)
                            .counts(7, 700));
            Awaited.until(
                    "301 records",
                    () -> collector.books().read().events().sent() == 301,
                    () -> collector.books().read());
        }
        assertTrue(nfcapd.isAlive(), "nfcapd ended");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
            return socket.getLocalPort();
        }
    }

    private Process start(int port) throws IOException {
        Path output = folder.resolve("nfcapd.log");
        Path flows = Files.createDirectory(folder.resolve("flows"));
        Process process =
                new ProcessBuilder(
                                NFCAPD,
                                "-w",
                                flows.toString(),
                                "-b",
                                "127.0.0.1",
                                "-p",
                                "" + port,
                                "-t",
                                "3600")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        String bound = String.format("%08X:%04X", 0x0100007f, port);
        Awaited.until(
                "nfcapd at port " + port,
                () -> read(Path.of("/proc/net/udp")).contains(bound),
                () -> read(output));
        return process;
    }

    private List<String> dump(String format) throws IOException, InterruptedException {
        Process nfdump =
                new ProcessBuilder(
                                "nfdump",
                                "-q",
                                "-N",
                                "-R",
                                folder.resolve("flows").toString(),
                                "-o",
                                format.replace("csv:", "fmt:"))
                        .redirectErrorStream(true)
                        .start();
        String all = new String(nfdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, nfdump.waitFor(), all);
        return all.lines()
                .map(line -> line.replace(" ", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static long number(String line, int column) {
        return Long.parseLong(List.of(line.split(",", -1)).get(column));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

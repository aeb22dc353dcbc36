package org.vibrissa.ipfix.internal.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.ipfix.internal.record.Read;
import org.vibrissa.ipfix.internal.record.TestNames;
import org.vibrissa.ipfix.internal.record.Wire;

/** Records on their way to a collector that comes, goes and dawdles. */
class CollectorTest {
    private static final Wire WIRE = new Wire(7, 32473, 1400, 1_000_000_000L);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final MadeFlowLog log = new MadeFlowLog(1023);
    private final TestNames names = TestNames.of("xwing");

    private Collector collector(String scheme, int port) {
        CollectorAddress address = CollectorAddress.parse(scheme + "://127.0.0.1:" + port);
        return new Collector(address, WIRE, log.log(), names, names);
    }

    private static FlowAccount.Reading events(Collector collector) {
        return collector.books().read().events();
    }

    private static void assertBalanced(Collector collector) {
        FlowAccount.Reading now = events(collector);
        assertEquals(
                now.taken(),
                now.sent() + now.filtered() + now.dropped() + now.pending(),
                now::toString);
    }

    private static List<Read.Sent> messages(Socket from, Read reader, int records)
            throws IOException {
        from.setSoTimeout(20_000);
        DataInputStream in = new DataInputStream(from.getInputStream());
        List<Read.Sent> read = new ArrayList<>();
        for (int sum = 0; sum < records; sum += read.get(read.size() - 1).records().size()) {
            byte[] head = new byte[4];
            in.readFully(head);
            byte[] all = new byte[Read.length(ByteBuffer.wrap(head))];
            System.arraycopy(head, 0, all, 0, 4);
            in.readFully(all, 4, all.length - 4);
            read.add(reader.message(ByteBuffer.wrap(all)));
        }
        return read;
    }

    /** The account is brought up to date after the words are on the wire. */
    private static void awaitEvents(Collector collector, FlowAccount.Reading wanted) {
        Awaited.until(
                wanted.toString(), () -> events(collector).equals(wanted), () -> events(collector));
    }

    @Test
    void numbersRecordsOverTcpAndTellsTemplatesOnce() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE);
                Collector collector = collector("tcp", server.getLocalPort());
                Socket session = server.accept()) {
            log.write(MadeEvent.trace(), 500);
            Read reader = new Read();
            long next = 0;
            for (Read.Sent sent : messages(session, reader, 500)) {
                assertEquals(next, sent.sequence());
                assertEquals(7, sent.domain());
                next += sent.records().size();
            }
            assertEquals(500, next);
            assertEquals(1, reader.templateSets());
            awaitEvents(collector, new FlowAccount.Reading(500, 500, 0, 0, 0));
        }
    }

    @Test
    void leavesOutWhatAnotherEventTellsOf() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE);
                Collector collector = collector("tcp", server.getLocalPort());
                Socket session = server.accept()) {
            log.write(
                    MadeEvent.policyVerdict(true, 1, 7, 2),
                    MadeEvent.trace().observed(5),
                    MadeEvent.trace(),
                    MadeEvent.drop(133));
            messages(session, new Read(), 2);
            awaitEvents(collector, new FlowAccount.Reading(4, 2, 2, 0, 0));
        }
    }

    @Test
    void sendsWhatWasHeldWhileTheCollectorWasAwayAndCountsTheRest() throws IOException {
        int port = freePort();
        try (Collector collector = collector("tcp", port)) {
            Awaited.until(
                    "a refused connection",
                    () -> !collector.books().read().state().problem().contains("not connected"),
                    () -> collector.books().read());
            // 1,500 events in a log of 1,023
            log.write(MadeEvent.trace(), 1500);
            try (ServerSocket server = listen(port)) {
                try (Socket session = server.accept()) {
                    messages(session, new Read(), 1023);
                    awaitEvents(collector, new FlowAccount.Reading(1500, 1023, 0, 477, 0));
                }
            }
        }
    }

    /** One at which nobody listens. */
    private static int freePort() throws IOException {
        try (ServerSocket reserved = new ServerSocket(0, 5, HERE)) {
            return reserved.getLocalPort();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(HERE, port));
        return server;
    }

    @Test
    void goesOnWhereTheOneBeforeItStood() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
            try (Collector collector = collector("tcp", server.getLocalPort());
                    Socket session = server.accept()) {
                log.write(MadeEvent.trace(), 10);
                messages(session, new Read(), 10);
                log.write(MadeEvent.policyVerdict(true, 1, 7, 2), 5);
                awaitEvents(collector, new FlowAccount.Reading(15, 10, 5, 0, 0));
            }
            log.write(MadeEvent.trace(), 7);
            try (Collector collector = collector("tcp", server.getLocalPort());
                    Socket session = server.accept()) {
                messages(session, new Read(), 7);
                log.write(MadeEvent.trace(), 2);
                awaitEvents(collector, new FlowAccount.Reading(9, 9, 0, 0, 0));
            }
        }
    }

    @Test
    void whatWasNotSentIsLeftToTheNext() throws IOException {
        int port = freePort();
        try (Collector collector = collector("tcp", port)) {
            log.write(MadeEvent.trace(), 10);
            assertBalanced(collector);
        }
        try (ServerSocket server = listen(port);
                Collector collector = collector("tcp", port);
                Socket session = server.accept()) {
            messages(session, new Read(), 10);
            awaitEvents(collector, new FlowAccount.Reading(10, 10, 0, 0, 0));
        }
    }

    @Test
    void twoSideBySideTellEachFlowOnce() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
            Collector old = collector("tcp", server.getLocalPort());
            Socket first = server.accept();
            Collector young = collector("tcp", server.getLocalPort());
            Socket second = server.accept();
            log.write(MadeEvent.trace(), 10);
            messages(first, new Read(), 10);
            old.close();
            log.write(MadeEvent.trace(), 10);
            messages(second, new Read(), 10);
            awaitEvents(young, new FlowAccount.Reading(10, 10, 0, 0, 0));
            young.close();
            first.close();
            second.close();
        }
    }

    @Test
    void beginsANewSessionWhenTheCollectorClosesItsOwn() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE);
                Collector collector = collector("tcp", server.getLocalPort())) {
            Read first = new Read();
            try (Socket session = server.accept()) {
                log.write(MadeEvent.trace(), 10);
                messages(session, first, 10);
            }
            log.write(MadeEvent.trace(), 10);
            try (Socket session = server.accept()) {
                log.write(MadeEvent.trace(), 10);
                Read again = new Read();
                List<Read.Sent> sent = messages(session, again, 10);
                assertEquals(0, sent.get(0).sequence());
                assertEquals(1, again.templateSets());
            }
            assertEquals(2, collector.books().read().connections());
            assertBalanced(collector);
        }
    }

    @Test
    void collectorThatNeverReadsLosesItsOwnAndStopsQuickly() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(HERE, 0));
            Collector collector = collector("tcp", server.getLocalPort());
            long before;
            try (collector;
                    Socket session = server.accept()) {
                assertTrue(session.isConnected(), "no session");
                // each write wakes the reader, which gets stuck when the socket is full
                for (int i = 0; i < 2000; i++) {
                    log.write(MadeEvent.trace(), 50);
                }
                before = System.nanoTime();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.toSeconds() < 5, "took " + took);
            assertBalanced(collector);
            assertTrue(events(collector).sent() < 100_000, () -> "" + events(collector));
        }
    }

    @Test
    void sendsWhatHappenedBeforeItsEnd() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
            Collector collector = collector("tcp", server.getLocalPort());
            try (Socket session = server.accept()) {
                log.write(MadeEvent.trace(), 700);
                collector.close();
                messages(session, new Read(), 700);
            }
            assertEquals(new FlowAccount.Reading(700, 700, 0, 0, 0), events(collector));
        }
    }

    /** A thread whose names take longer than a collector is waited for that does not read. */
    @Test
    void sendsWhatItIsLateWith() throws IOException {
        FlowNames slow =
                (FlowNames)
                        Proxy.newProxyInstance(
                                FlowNames.class.getClassLoader(),
                                new Class<?>[] {FlowNames.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("source")) {
                                        LockSupport.parkNanos(1_500_000_000L);
                                    }
                                    return method.invoke(names, arguments);
                                });
        try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
            CollectorAddress address =
                    CollectorAddress.parse("tcp://127.0.0.1:" + server.getLocalPort());
            Collector collector = new Collector(address, WIRE, log.log(), slow, names);
            try (Socket session = server.accept()) {
                log.write(MadeEvent.trace());
                collector.close();
                messages(session, new Read(), 1);
            }
            assertEquals(new FlowAccount.Reading(1, 1, 0, 0, 0), events(collector));
        }
    }

    @Test
    void oneThatIsTakenAwayAtOnceSendsWhatItWasThereFor() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
            for (int i = 0; i < 100; i++) {
                Collector collector = collector("udp", socket.getLocalPort());
                log.write(MadeEvent.trace());
                collector.close();
                assertEquals(new FlowAccount.Reading(1, 1, 0, 0, 0), events(collector));
            }
        }
    }

    @Test
    void oneThatIsTakenAwayRightAfterAChangeSendsWhatItWasThereFor() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
            for (int i = 0; i < 100; i++) {
                Collector collector = collector("udp", socket.getLocalPort());
                collector.use(new Wire(8, 32473, 1400, 1_000_000_000L));
                log.write(MadeEvent.trace());
                collector.close();
                assertEquals(new FlowAccount.Reading(1, 1, 0, 0, 0), events(collector));
            }
        }
    }

    @Test
    void repeatsTemplatesOverUdp() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, HERE);
                Collector collector = collector("udp", socket.getLocalPort())) {
            socket.setSoTimeout(20_000);
            Read reader = new Read();
            log.write(MadeEvent.trace(), 20);
            int records = 0;
            byte[] space = new byte[65535];
            while (records < 20 || reader.templateSets() < 3) {
                DatagramPacket packet = new DatagramPacket(space, space.length);
                socket.receive(packet);
                assertTrue(packet.getLength() <= WIRE.messageSize(), "datagram too long");
                Read.Sent sent = reader.message(ByteBuffer.wrap(space, 0, packet.getLength()));
                assertEquals(records, sent.sequence());
                records += sent.records().size();
            }
            awaitEvents(collector, new FlowAccount.Reading(20, 20, 0, 0, 0));
        }
    }

    @Test
    void countsWhatAClosedPortRefuses() throws IOException {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
            port = socket.getLocalPort();
        }
        try (Collector collector = collector("udp", port)) {
            Awaited.until(
                    "a refused datagram",
                    () -> {
                        log.write(MadeEvent.trace(), 100);
                        return events(collector).dropped() > 0;
                    },
                    () -> collector.books().read());
            assertBalanced(collector);
        }
    }

    @Test
    void newLookOfMessagesLosesNoEvent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE);
                Collector collector = collector("tcp", server.getLocalPort())) {
            try (Socket session = server.accept()) {
                log.write(MadeEvent.trace(), 10);
                Read reader = new Read();
                messages(session, reader, 10);
                collector.use(new Wire(8, 32473, 1400, 1));
                log.write(MadeEvent.trace(), 10);
                try (Socket next = server.accept()) {
                    // how many of these ten still went by the old session is a matter of moments
                    Read anew = new Read();
                    messages(next, anew, 10 - records(session, reader));
                    log.write(MadeEvent.trace(), 10);
                    assertEquals(8, messages(next, anew, 10).get(0).domain());
                }
            }
            awaitEvents(collector, new FlowAccount.Reading(30, 30, 0, 0, 0));
            assertFalse(collector.books().read().connections() < 2, "no new session");
        }
    }

    /** Records of the old session that came before it closed. */
    private static int records(Socket session, Read reader) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(session.getInputStream().readAllBytes());
        int records = 0;
        while (rest.hasRemaining()) {
            records += reader.message(rest).records().size();
        }
        return records;
    }
}

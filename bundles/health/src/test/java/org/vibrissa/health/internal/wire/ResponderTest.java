package org.vibrissa.health.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.health.internal.loop.Loop;

/** Hello over real sockets. */
class ResponderTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

    private final Loop loop = new Loop("test-hello");
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) server.getLocalAddress();
        new Responder(loop, () -> new Hello("b", "0.1.0", List.of())).serve(server);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void answersProbesOneAfterTheOther() throws Exception {
        for (int i = 0; i < 50; i++) {
            Outcome outcome = probe("b", address);
            assertTrue(outcome.took().isPresent(), outcome::reason);
            assertEquals("b", outcome.hello().orElseThrow().node());
        }
    }

    @Test
    void findsThatAnotherNodeAnswers() throws Exception {
        assertEquals("node b answers there", probe("c", address).reason());
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        InetSocketAddress gone;
        try (ServerSocketChannel free = ServerSocketChannel.open()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            gone = (InetSocketAddress) free.getLocalAddress();
        }
        assertEquals("connection refused", probe("b", gone).reason());
    }

    @Test
    void giveUpOnAHostThatSaysNothing() throws Exception {
        try (ServerSocketChannel mute = ServerSocketChannel.open()) {
            mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Outcome outcome =
                    probe(
                            loop,
                            "b",
                            (InetSocketAddress) mute.getLocalAddress(),
                            TimeUnit.MILLISECONDS.toNanos(200));
            assertEquals("no answer in time", outcome.reason());
        }
    }

    /** Some hundred strangers that hold their connections keep no probe from its answer. */
    @Test
    void outlivesStrangers() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(address.getAddress(), address.getPort());
                socket.getOutputStream().write("GET /he".getBytes(StandardCharsets.US_ASCII));
                strangers.add(socket);
            }
        } finally {
            for (Socket socket : strangers) {
                socket.close();
            }
        }
        assertTrue(probe("b", address).took().isPresent());
    }

    private Outcome probe(String node, InetSocketAddress to) throws Exception {
        return probe(loop, node, to, PATIENCE);
    }

    private static Outcome probe(Loop loop, String node, InetSocketAddress to, long patience)
            throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        loop.execute(() -> HelloProbe.send(loop, to, node, patience, done::complete));
        return done.get(20, TimeUnit.SECONDS);
    }
}

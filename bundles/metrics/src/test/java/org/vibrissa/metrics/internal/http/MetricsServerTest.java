package org.vibrissa.metrics.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.TestScrapes;

class MetricsServerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final MetricFamily DEPTH = MetricFamily.gauge("vibrissa_depth", "Depth.");
    private static final MetricFamily WIDTH = MetricFamily.gauge("vibrissa_width", "Width.");
    private final Scrape figures =
            TestScrapes.of(
                    List.of(DEPTH, WIDTH),
                    sink -> {
                        sink.put(DEPTH, 1);
                        sink.put(WIDTH, 2);
                    });

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch go = new CountDownLatch(1);
    private boolean hold;
    private MetricsServer server =
            new MetricsServer(this::scrape, Optional.empty(), new ServerLimits(4, 64, 30));
    private int port;

    private Scrape scrape() {
        if (hold) {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the server was closed", e);
            }
        }
        return figures;
    }

    private void listen() throws IOException {
        port = server.listen(ANY_PORT).getPort();
    }

    @AfterEach
    void close() {
        go.countDown();
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void givesFigures() throws IOException, InterruptedException {
        listen();
        HttpResponse<byte[]> response = get("/metrics");
        assertEquals(200, response.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                response.headers().firstValue("content-type").orElseThrow());
        assertTrue(text(response).contains("\nvibrissa_depth 1.0\n"), text(response));
    }

    @Test
    void givesOpenMetricsPacked() throws IOException, InterruptedException {
        listen();
        HttpResponse<byte[]> response =
                get(
                        "/metrics",
                        "Accept",
                        "application/openmetrics-text",
                        "Accept-Encoding",
                        "deflate, gzip;q=0.5");
        assertEquals("gzip", response.headers().firstValue("content-encoding").orElseThrow());
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.endsWith("# EOF\n"), text);
        }
    }

    @Test
    void doesNotPackForWhoRefusesIt() throws IOException, InterruptedException {
        listen();
        HttpResponse<byte[]> response = get("/metrics", "Accept-Encoding", "gzip;q=0.0");
        assertEquals(Optional.empty(), response.headers().firstValue("content-encoding"));
    }

    @Test
    void givesOnlyTheNamedFamilies() throws IOException, InterruptedException {
        listen();
        String text = text(get("/metrics?name[]=vibrissa_width".replace("[]", "%5B%5D")));
        assertTrue(text.contains("vibrissa_width 2.0"), text);
        assertFalse(text.contains("vibrissa_depth"), text);
    }

    @Test
    void answersHeadWithoutABody() throws IOException, InterruptedException {
        listen();
        HttpResponse<byte[]> response =
                client.send(
                        request("/metrics")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        assertEquals(0, response.body().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metric", "/metrics/", "/metrics/x"})
    void saysWhereFiguresAre(String path) throws IOException, InterruptedException {
        listen();
        HttpResponse<byte[]> response = get(path);
        assertEquals(404, response.statusCode());
        assertEquals("figures are at /metrics\n", text(response));
    }

    @Test
    void refusesOtherMethodsAndLargeBodies() throws IOException, InterruptedException {
        listen();
        assertEquals(
                405,
                client.send(
                                request("/metrics")
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode());
        assertEquals(
                413,
                client.send(
                                request("/metrics")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[65]))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode());
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        listen();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("\u0016\u0003\u0001 no\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
    }

    @Test
    void turnsAwayWhoIsTooMany() throws IOException, InterruptedException {
        listen();
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            awaitClients(4);
            try (Socket one = new Socket(InetAddress.getLoopbackAddress(), port)) {
                one.setSoTimeout(10_000);
                assertEquals(-1, one.getInputStream().read());
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void answersTooManyScrapesWithUnavailable() throws IOException, InterruptedException {
        server.close();
        server = new MetricsServer(this::scrape, Optional.empty(), new ServerLimits(64, 64, 30));
        hold = true;
        listen();
        List<java.util.concurrent.CompletableFuture<HttpResponse<Void>>> answers =
                new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(
                    client.sendAsync(
                            request("/metrics").build(), HttpResponse.BodyHandlers.discarding()));
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (answers.stream().filter(a -> a.isDone()).count() < 13) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for 13 refusals");
            Thread.sleep(1);
        }
        go.countDown();
        assertEquals(17, answers.stream().filter(a -> a.join().statusCode() == 200).count());
        assertEquals(13, answers.stream().filter(a -> a.join().statusCode() == 503).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /metr", ""})
    void closesTheClientThatSaysNoMore(String said) throws IOException {
        server.close();
        server = new MetricsServer(this::scrape, Optional.empty(), new ServerLimits(4, 64, 1));
        listen();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void closesTheClientThatDoesNotRead() throws IOException, InterruptedException {
        server.close();
        MetricFamily wide = MetricFamily.gauge("vibrissa_wide", "Wide.", "text");
        Scrape large =
                TestScrapes.of(
                        List.of(wide),
                        sink -> {
                            for (int i = 0; i < 100; i++) {
                                sink.put(wide, i, i + "x".repeat(1 << 17));
                            }
                        });
        // Long enough for its answer to be made.
        server = new MetricsServer(() -> large, Optional.empty(), new ServerLimits(4, 64, 4));
        listen();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            awaitAnswer(socket);
            awaitClients(0);
        }
    }

    /** Its first bytes, which are not read: they stay when the connection is closed. */
    private static void awaitAnswer(Socket socket) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (socket.getInputStream().available() == 0) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for an answer");
            Thread.sleep(1);
        }
    }

    private void awaitClients(int wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (server.clients() != wanted) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + wanted + " clients");
            Thread.sleep(1);
        }
    }

    @Test
    void tellsTheClientWhyAScrapeFailed() throws IOException, InterruptedException {
        server.close();
        server =
                new MetricsServer(
                        () -> {
                            throw new IllegalStateException("no figures today");
                        },
                        Optional.empty(),
                        ServerLimits.DEFAULT);
        listen();
        HttpResponse<byte[]> response = get("/metrics");
        assertEquals(500, response.statusCode());
        assertTrue(text(response).contains("no figures today"), text(response));
    }

    @Test
    void namesTheAddressThatIsTaken() throws IOException {
        listen();
        IOException taken =
                assertThrows(
                        IOException.class,
                        () ->
                                server.listen(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), port)));
        assertTrue(
                taken.getMessage().startsWith("cannot listen at 127.0.0.1:" + port),
                taken.getMessage());
    }
}

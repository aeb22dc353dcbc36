package org.vibrissa.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.Schema;
import org.vibrissa.control.internal.http.HttpLimits;
import org.vibrissa.control.internal.print.Json;

/** REST over a real socket: routes, limits, slow and broken clients. */
final class RestTest {
    private static final HttpLimits LIMITS =
            new HttpLimits(100_000, 2000, 1000, 60_000, 30_000, 1100);
    private TestDaemon daemon;
    private TestClient client;

    record Greeting(String name, int times) {}

    @BeforeEach
    void start() throws Exception {
        daemon = TestDaemon.start(LIMITS);
        daemon.services.routes.add(
                () ->
                        List.of(
                                RestRoute.of(Method.PUT, "/v1/greetings/{name}", "Stores one")
                                        .tag("greetings")
                                        .query("loud", "in capitals")
                                        .accepts(Schema.of(Greeting.class))
                                        .returns(Schema.of(Greeting.class))
                                        .handledBy(
                                                request ->
                                                        Response.ok(
                                                                new Greeting(
                                                                        request.path("name"),
                                                                        request.json(Greeting.class)
                                                                                .times()))),
                                RestRoute.of(Method.GET, "/v1/stream", "Streams")
                                        .handledBy(request -> stream())));
        client = new TestClient(daemon.socket());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        daemon.close();
    }

    private final AtomicBoolean streamEnded = new AtomicBoolean();

    private Response stream() {
        return Response.stream(
                "text/plain",
                out -> {
                    try {
                        for (int i = 0; i < 2_000_000; i++) {
                            out.write("line\n".getBytes(StandardCharsets.UTF_8));
                        }
                    } finally {
                        streamEnded.set(true);
                    }
                });
    }

    private static JsonNode error(TestClient.Answer answer) throws Exception {
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).path("error");
    }

    private TestClient.Answer put(String path, String body) throws Exception {
        client.send(
                "PUT "
                        + path
                        + " HTTP/1.1\r\nHost: v\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
        return client.answer();
    }

    @Test
    void keepsTheConnectionOverSeveralRequests() throws Exception {
        assertEquals(200, client.get("/v1/version").status());
        assertEquals(200, client.get("/v1/status").status());
        TestClient.Answer put = put("/v1/greetings/a%20b", "{\"name\":\"x\",\"times\":3}");
        assertEquals(200, put.status(), put.body());
        assertTrue(put.body().contains("\"name\" : \"a b\""), put.body());
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        client.send(
                "GET /v1/version HTTP/1.1\r\nHost: v\r\n\r\nGET /v1/nothing HTTP/1.1\r\n"
                        + "Host: v\r\n\r\nGET /v1/status HTTP/1.1\r\nHost: v\r\n\r\n");
        assertEquals(200, client.answer().status());
        assertEquals(404, client.answer().status());
        assertEquals(200, client.answer().status());
    }

    @Test
    void explainsErrorsAsJson() throws Exception {
        JsonNode missing = error(client.get("/v1/statu"));
        assertEquals("not_found", missing.path("code").asText());
        assertEquals("Did you mean /v1/status?", missing.path("nextStep").asText());
        TestClient.Answer method = put("/v1/status", "{}");
        assertEquals(405, method.status());
        assertEquals("GET", method.headers().get("allow"));
        assertEquals("lod", error(client.get("/v1/status?lod=1")).path("field").asText());
        JsonNode syntax = error(put("/v1/greetings/a", "{\"name\":"));
        assertTrue(syntax.path("message").asText().contains("line 1"), syntax.toString());
        JsonNode field = error(put("/v1/greetings/a", "{\"name\":\"x\",\"tims\":1}"));
        assertEquals("tims", field.path("field").asText());
        assertEquals(503, client.get("/v1/resources").status());
        assertEquals(426, put("/v1/cli", "").status());
    }

    @Test
    void refusesABodyThatIsTooLargeAnnouncedOrNot() throws Exception {
        client.send("PUT /v1/greetings/a HTTP/1.1\r\nHost: v\r\nContent-Length: 100001\r\n\r\n");
        TestClient.Answer announced = client.answer();
        assertEquals(413, announced.status());
        assertEquals("body_too_large", error(announced).path("code").asText());
        assertEquals("close", announced.headers().get("connection"));

        try (TestClient other = new TestClient(daemon.socket())) {
            other.send(
                    "PUT /v1/greetings/a HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4e20\r\n" + "x".repeat(20_000) + "\r\n";
            for (int i = 0; i < 20; i++) {
                other.send(chunk);
            }
            assertEquals(413, other.answer().status());
        }
        TestDaemon.await("memory is back", () -> daemon.budget.free() == TestDaemon.MEMORY);
    }

    @Test
    void refusesWhatAllClientsTogetherMayNotHold() throws Exception {
        List<TestClient> senders = new ArrayList<>();
        try {
            assertTrue(daemon.budget.take(TestDaemon.MEMORY - 1000));
            TestClient.Answer answer = put("/v1/greetings/a", " ".repeat(50_000));
            assertEquals(503, answer.status());
            assertEquals("1", answer.headers().get("retry-after"));
        } finally {
            daemon.budget.give(TestDaemon.MEMORY - 1000);
            for (TestClient sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void refusesGarbageAndEndlessHeaders() throws Exception {
        client.send("\u0000\u0001garbage\r\n\r\n");
        assertEquals(400, client.answer().status());
        try (TestClient other = new TestClient(daemon.socket())) {
            other.send("GET /" + "x".repeat(2000) + " HTTP/1.1\r\n\r\n");
            assertEquals(414, other.answer().status());
        }
        try (TestClient other = new TestClient(daemon.socket())) {
            other.send("GET / HTTP/1.1\r\nX: " + "x".repeat(3000) + "\r\n\r\n");
            assertEquals(431, other.answer().status());
        }
    }

    @Test
    void dropsSlowAndSilentClients() throws Exception {
        HttpLimits impatient = new HttpLimits(100_000, 2000, 1000, 500, 500, 1100);
        try (TestDaemon strict = TestDaemon.start(impatient);
                TestClient slow = new TestClient(strict.socket())) {
            slow.send("GET /v1/status HTT");
            assertEquals(408, slow.answer().status());
            try (TestClient silent = new TestClient(strict.socket())) {
                assertEquals(-1, silent.read());
            }
        }
    }

    @Test
    void streamsAtTheClientsPaceAndStopsWhenItLeaves() throws Exception {
        TestClient.Answer whole = client.get("/v1/stream");
        assertEquals(10_000_000, whole.body().length());
        streamEnded.set(false);
        client.send("GET /v1/stream HTTP/1.1\r\nHost: v\r\n\r\n");
        client.read();
        assertFalse(streamEnded.get());
        client.close();
        TestDaemon.await("the stream ends", streamEnded::get);
        TestDaemon.await("the client is gone", daemon.clients::isEmpty);
    }

    @Test
    void servesAThousandClientsAtOnceAndRefusesTheOneTooMany() throws Exception {
        List<TestClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                TestClient one = new TestClient(daemon.socket());
                all.add(one);
                one.send("GET /v1/version HTTP/1.1\r\nHost: v\r\n\r\n");
            }
            for (TestClient one : all) {
                assertEquals(200, one.answer().status());
            }
        } finally {
            for (TestClient one : all) {
                one.close();
            }
        }
    }

    @Test
    void describesEveryRouteAndEachAnswers() throws Exception {
        TestClient.Answer answer = client.get("/openapi.json");
        JsonNode document = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
        assertEquals("3.1.0", document.path("openapi").asText());
        assertFalse(document.path("info").path("title").asText().isEmpty());
        Set<String> ids = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                check(document, path.getKey(), operation.getValue(), ids);
                String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                String concrete = path.getKey().replaceAll("\\{[^}]*}", "x");
                if (!concrete.equals("/v1/stream")) {
                    client.send(method + " " + concrete + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
                    int status = client.answer().status();
                    assertTrue(status != 404 && status != 405 && status != 500, concrete);
                }
            }
        }
        assertTrue(ids.contains("putV1GreetingsByName"), ids.toString());
        JsonNode greeting = document.at("/components/schemas/Greeting");
        assertEquals("integer", greeting.at("/properties/times/type").asText());
        assertEquals(List.of("name", "times"), texts(greeting.path("required")));
    }

    private static void check(JsonNode document, String path, JsonNode operation, Set<String> ids) {
        assertTrue(ids.add(operation.path("operationId").asText()), path);
        assertFalse(operation.path("summary").asText().isEmpty(), path);
        assertTrue(operation.path("responses").has("default"), path);
        Set<String> named = new HashSet<>();
        operation.path("parameters").forEach(p -> named.add(p.path("name").asText()));
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                assertTrue(named.contains(segment.substring(1, segment.length() - 1)), path);
            }
        }
        for (JsonNode reference : operation.findValues("$ref")) {
            assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), path);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }
}

package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;

/**
 * etcd's JSON gateway: calls to one endpoint until it fails, then to the next. Logs in when there
 * is a user, and again when etcd has forgotten it. Thread safe.
 */
final class Gateway implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int THREADS = 2;
    private static final long IDLE_S = 10;

    private final EtcdAccess access;
    private final ExecutorService executor;
    private final HttpClient http;
    private final AtomicInteger endpoint = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private volatile String token = "";

    Gateway(EtcdAccess access) throws EtcdException {
        this.access = access;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "etcd-io-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(access.timeout())
                        .executor(executor);
        if (access.tls()) {
            builder.sslContext(EtcdTls.context(access));
        }
        http = builder.build();
    }

    /** The endpoint in use. */
    URI endpoint() {
        return access.endpoints().get(Math.floorMod(endpoint.get(), access.endpoints().size()));
    }

    /** Goes on to the next endpoint, unless another call has gone on from this one already. */
    private void leave(URI failed) {
        int now = endpoint.get();
        if (access.endpoints().get(Math.floorMod(now, access.endpoints().size())).equals(failed)) {
            endpoint.compareAndSet(now, now + 1);
        }
    }

    /** The longest of the last answers, which fades. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    JsonNode call(String path, JsonNode body) throws EtcdException {
        try {
            return once(path, body);
        } catch (EtcdException e) {
            if (e.kind() != Kind.DENIED || access.user().isEmpty()) {
                throw e;
            }
            token = "";
            return once(path, body);
        }
    }

    private JsonNode once(String path, JsonNode body) throws EtcdException {
        URI to = endpoint();
        long begun = System.nanoTime();
        try {
            JsonNode json = whole(to, path, body);
            if (json.has("code") || json.has("error")) {
                throw Failures.of(json, to);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw notEtcd(to, e);
        } catch (IOException e) {
            leave(to);
            throw Failures.of(e, to);
        } catch (EtcdException e) {
            if (e.kind() == Kind.SLOW) {
                leave(to);
            }
            throw e;
        } finally {
            long took = System.nanoTime() - begun;
            slowest.updateAndGet(before -> Math.max(took, before - before / 4));
        }
    }

    private static EtcdException notEtcd(URI to, IOException e) {
        return new EtcdException(
                Kind.OTHER,
                to + " does not answer as etcd 3.4 or later does; is its JSON gateway off?",
                e);
    }

    /** A stream of answers; the caller closes it, also to end it. */
    InputStream stream(String path, JsonNode body) throws EtcdException {
        URI to = endpoint();
        try {
            HttpResponse<InputStream> response =
                    answer(to, path, body, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != OK) {
                try (InputStream error = response.body()) {
                    throw Failures.of(JSON.readTree(error), to);
                }
            }
            return response.body();
        } catch (JsonProcessingException e) {
            throw notEtcd(to, e);
        } catch (IOException e) {
            leave(to);
            throw Failures.of(e, to);
        }
    }

    private JsonNode whole(URI to, String path, JsonNode body) throws IOException, EtcdException {
        HttpResponse<byte[]> response =
                answer(to, path, body, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode json = JSON.readTree(response.body());
        if (response.statusCode() != OK && !json.has("code")) {
            throw new EtcdException(
                    Kind.OTHER, to + " answers with HTTP status " + response.statusCode());
        }
        return json;
    }

    /** Waits for all of it, where the body handler does; a request's own timeout does not. */
    private <T> HttpResponse<T> answer(
            URI to, String path, JsonNode body, HttpResponse.BodyHandler<T> handler)
            throws IOException, EtcdException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to.resolve("/v3/" + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (access.user().isPresent() && !path.startsWith("auth/")) {
            request.header("Authorization", token(to));
        }
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), handler);
        try {
            return answer.get(access.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + access.timeout().toSeconds());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new EtcdException(Kind.UNREACHABLE, "interrupted while calling " + to, e);
        }
    }

    private synchronized String token(URI to) throws EtcdException, IOException {
        if (token.isEmpty()) {
            ObjectNode who = JSON.createObjectNode();
            who.put("name", access.user().orElseThrow());
            who.put("password", password());
            JsonNode answer = whole(to, "auth/authenticate", who);
            if (answer.path("token").asText().isEmpty()) {
                throw Failures.of(answer, to);
            }
            token = answer.path("token").asText();
        }
        return token;
    }

    private String password() throws EtcdException {
        try {
            return Files.readString(access.passwordFile().orElseThrow()).stripTrailing();
        } catch (IOException e) {
            throw new EtcdException(
                    Kind.DENIED, "etcd.password-file is not readable: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}

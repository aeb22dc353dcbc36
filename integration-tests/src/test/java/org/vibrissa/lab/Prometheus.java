package org.vibrissa.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real Prometheus in a host's network namespace that scrapes the host each second. */
public final class Prometheus {
    private static final String BINARY = "/usr/bin/prometheus";
    private static final String LISTEN = "127.0.0.1:9090";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Namespace namespace;
    private final Background process;

    private Prometheus(Namespace namespace, Background process) {
        this.namespace = namespace;
        this.process = process;
    }

    /** Whether it is installed here. */
    public static boolean installed() {
        return Files.isExecutable(Path.of(BINARY));
    }

    /**
     * Starts it with the alert rules of this project.
     *
     * @param target where the host gives its figures, {@code address:port}
     */
    public static Prometheus start(Lab lab, Namespace namespace, String target) {
        Path rules = Path.of("../integrations/prometheus/vibrissa-alerts.yaml").toAbsolutePath();
        Path config = lab.folder().resolve("prometheus.yaml");
        try {
            Files.writeString(
                    config,
                    """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ["%s"]
                    scrape_configs:
                      - job_name: vibrissa
                        static_configs: [{targets: ["%s"]}]
                    """
                            .formatted(rules.normalize(), target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Background process =
                new Background(
                        lab,
                        namespace,
                        "prometheus",
                        BINARY,
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + lab.folder().resolve("prometheus"),
                        "--web.listen-address=" + LISTEN);
        Prometheus prometheus = new Prometheus(namespace, process);
        Await.until(
                "Prometheus answers",
                PATIENCE,
                () -> prometheus.get("/-/ready").ok(),
                process::said);
        return prometheus;
    }

    private Outcome get(String path) {
        return namespace.exec("curl", "-sf", "http://" + LISTEN + path);
    }

    /** What a query gives now; an empty array for nothing. */
    public JsonNode query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .expectOk()
                .json()
                .path("data")
                .path("result");
    }

    /** Waits until a query gives something. */
    public void await(String query) {
        Await.until(
                "an answer to " + query,
                PATIENCE,
                () -> !query(query).isEmpty(),
                () -> get("/api/v1/targets").out() + process.said());
    }

    /** The alerts that fire, or will when they last. */
    public JsonNode alerts() {
        return get("/api/v1/alerts").expectOk().json().path("data").path("alerts");
    }
}

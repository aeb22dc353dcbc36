package org.vibrissa.metrics.internal.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered to Prometheus and Grafana speaks of metrics that there are. */
class IntegrationsTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path PROMETHEUS = ROOT.resolve("integrations/prometheus");
    private static final Path GRAFANA = ROOT.resolve("integrations/grafana");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z0-9_]+)` \\| (counter|gauge|histogram) \\| ([^|]*) \\|");
    private static final Pattern RULE =
            Pattern.compile("^ {8}expr: (?:>-\\n((?: {10}.*\\n)+)|(.+)\\n)", Pattern.MULTILINE);

    /** What Prometheus adds, and the bound of a histogram's bucket. */
    private static final Set<String> OF_EVERY_SERIES = Set.of("instance", "job", "le");

    /** Labels by the names that queries know, from the reference. */
    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/metrics-reference.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                Set<String> labels = new TreeSet<>(List.of(row.group(3).split(", ", -1)));
                known.put(row.group(1), labels);
                if (row.group(2).equals("histogram")) {
                    for (String part : List.of("_bucket", "_count", "_sum")) {
                        known.put(row.group(1) + part, labels);
                    }
                }
            }
        }
        assertTrue(known.size() > 50, "the reference has no table");
        return known;
    }

    private static List<String> rules() throws IOException {
        List<String> queries = new ArrayList<>();
        Matcher rule = RULE.matcher(Files.readString(PROMETHEUS.resolve("vibrissa-alerts.yaml")));
        while (rule.find()) {
            queries.add(
                    rule.group(1) == null ? rule.group(2) : rule.group(1).replaceAll("\\s+", " "));
        }
        assertTrue(queries.size() > 10, "found only " + queries);
        return queries;
    }

    private static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.path("expr").asText());
            }
        }
        return queries;
    }

    private static void assertKnown(List<String> queries) throws IOException {
        Map<String, Set<String>> known = known();
        for (String query : queries) {
            Set<String> metrics = PromQl.metrics(query);
            assertTrue(!metrics.isEmpty(), query + " names no metric");
            Set<String> labels = new TreeSet<>(OF_EVERY_SERIES);
            for (String metric : metrics) {
                assertTrue(known.containsKey(metric), metric + " is no metric, in " + query);
                labels.addAll(known.get(metric));
            }
            for (String label : PromQl.labels(query)) {
                assertTrue(
                        labels.contains(label), "no metric has label " + label + ", in " + query);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vibrissa-hosts.json", "vibrissa-flows.json"})
    void dashboardsNameMetricsThatThereAre(String file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(GRAFANA.resolve(file).toFile());
        List<String> queries = queries(dashboard);
        assertTrue(queries.size() > 15, "found only " + queries);
        assertKnown(queries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vibrissa-hosts.json", "vibrissa-flows.json"})
    void dashboardsCanBeImported(String file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(GRAFANA.resolve(file).toFile());
        assertTrue(dashboard.path("uid").asText().startsWith("vibrissa-"));
        Set<Integer> ids = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            JsonNode at = panel.path("gridPos");
            assertTrue(ids.add(panel.path("id").asInt()), "two panels have the id of " + panel);
            assertTrue(places.add(at.path("x") + "," + at.path("y")), "two panels are at " + at);
            assertTrue(
                    at.path("x").asInt() + at.path("w").asInt() <= 24,
                    panel.path("title").asText());
        }
    }

    @Test
    void alertsNameMetricsThatThereAre() throws IOException {
        assertKnown(rules());
    }

    @Test
    void alertsAreAsPrometheusWantsThem() throws IOException, InterruptedException {
        promtool("check", "rules", "vibrissa-alerts.yaml");
        promtool("test", "rules", "vibrissa-alerts-test.yaml");
        promtool("check", "config", "prometheus.yaml");
    }

    private static void promtool(String... words) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/promtool")),
                "promtool is not installed: scripts/install-deps.sh");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(PROMETHEUS.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command + " does not end");
        assertEquals(0, process.exitValue(), said);
    }

    @Test
    void findsTheLabelsOfAQuery() {
        assertEquals(
                "[a, b, c, d, instance]",
                PromQl.labels("sum by (a, instance) (x{b=\"y=z\",c!~\"q\"}) / on (d) w")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "up ! [up]",
                "rate(a_total{x=\"b_total\"}[5m]) ! [a_total]",
                "sum by (instance, le) (rate(a_bucket[$__rate_interval])) ! [a_bucket]",
                "a / on (instance) group_left(node) b > 1e3 ! [a, b]",
                "a and b unless c offset 5m ! [a, b, c]",
                "histogram_quantile(0.99, a) or vector(0) ! [a]"
            })
    void findsTheMetricsOfAQuery(String query, String metrics) {
        assertEquals(metrics, PromQl.metrics(query).toString());
    }
}

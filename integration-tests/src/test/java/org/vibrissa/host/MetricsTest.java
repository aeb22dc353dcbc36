package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.SILENT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.Prometheus;
import org.vibrissa.lab.StarWars;

/** What monitoring systems are told of a host that works. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LabExtension.class)
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADDRESS = "127.0.0.1:9962";
    private static final String OPENMETRICS =
            "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5";

    private Host host;

    @BeforeAll
    void startWithDroppedCalls(Lab lab) {
        host = lab.host("h");
        host.configure(
                """
                metrics:
                  listen: ["%s"]
                  hubble: [flow, tcp, policy, "drop:sourceContext=pod;destinationContext=pod"]
                """
                        .formatted(ADDRESS));
        host.start();
        StarWars galaxy = StarWars.on(lab, host);
        Policies policies = Policies.of(host);
        policies.apply(StarWars.rule1());
        policies.awaitInForce();
        galaxy.calls(galaxy.tiefighter(), CONNECTED);
        galaxy.calls(galaxy.xwing(), SILENT);
    }

    private String scrape(String... options) {
        List<String> words = new ArrayList<>(List.of("curl", "-sf"));
        words.addAll(List.of(options));
        words.add("http://" + ADDRESS + "/metrics");
        return host.namespace().exec(words.toArray(String[]::new)).expectOk().out();
    }

    private void awaitLine(String pattern) {
        Await.until(
                "a figure " + pattern,
                PATIENCE,
                () -> scrape().lines().anyMatch(line -> line.matches(pattern)),
                this::scrape);
    }

    @Test
    void countsTheDroppedCallWithBothEnds() {
        awaitLine(
                "hubble_drop_total\\{destination=\"default/deathstar[^\"]*\",protocol=\"TCP\","
                        + "reason=\"POLICY_DENIED\",source=\"default/xwing\"} [1-9].*");
        awaitLine(
                "hubble_policy_verdicts_total\\{action=\"dropped\",direction=\"ingress\".*} [1-9].*");
        awaitLine(
                "vibrissa_drop_count_total\\{direction=\"ingress\",reason=\"Policy denied.*\"} [1-9].*");
    }

    @Test
    void givesFiguresOfEveryBundleAndFailsInNone() {
        awaitLine("vibrissa_bpf_map_pressure\\{map_name=\"vib_policy\".*} 0?\\.?\\d.*");
        String text = scrape();
        for (String name :
                List.of(
                        "vibrissa_ready{check=\"Datapath\"} 1.0",
                        "vibrissa_chain_packets_total{chain=\"ep\"}",
                        "vibrissa_slot_packets_total{chain=\"ep\",owner=\"org.vibrissa.policy\"",
                        "vibrissa_endpoint_state{endpoint_state=\"ready\"}",
                        "vibrissa_policy 1.0",
                        "vibrissa_policy_endpoint_enforcement_status{enforcement=\"ingress\"}",
                        "vibrissa_ip_addresses{family=\"ipv4\"",
                        "vibrissa_identity{type=\"cluster_local\"}",
                        "vibrissa_state_writable 1.0",
                        "vibrissa_bundle_up{bundle=\"org.vibrissa.metrics\"",
                        "vibrissa_flow_ledger_difference 0.0",
                        "process_resident_memory_bytes",
                        "jvm_memory_used_bytes{area=\"heap\"}")) {
            assertTrue(text.contains(name), name + " is not in " + text);
        }
        assertTrue(!text.contains("vibrissa_metrics_source_failures_total{"), text);
        assertTrue(!text.contains("vibrissa_metrics_refused_total{"), text);
    }

    @Test
    void givesWhatPromtoolAccepts() {
        Assumptions.assumeTrue(Prometheus.installed(), "no promtool: scripts/install-deps.sh");
        assertEquals(
                "",
                host.namespace()
                        .execWith(scrape(), "promtool", "check", "metrics")
                        .expectOk()
                        .err());
        assertTrue(scrape("-H", OPENMETRICS).endsWith("# EOF\n"));
    }

    @Test
    void isScrapedByPrometheusWithoutAnAlert(Lab lab) {
        Assumptions.assumeTrue(Prometheus.installed(), "no Prometheus: scripts/install-deps.sh");
        Prometheus prometheus = Prometheus.start(lab, host.namespace(), ADDRESS);
        prometheus.await("up{job=\"vibrissa\"} == 1");
        prometheus.await(
                "sum by (verdict) (hubble_flows_processed_total{verdict=\"FORWARDED\"}) > 0");
        prometheus.await("scrape_samples_scraped > 200");
        List<String> alerts =
                StreamSupport.stream(prometheus.alerts().spliterator(), false)
                        .map(alert -> alert.path("labels").path("alertname").asText())
                        .toList();
        assertEquals(List.of(), alerts);
    }

    @Test
    void listsFiguresOnTheCommandLine() {
        var rows = host.cli("metrics", "list", "^vibrissa_endpoint_state$", "-o", "json").json();
        assertEquals(3, rows.size(), rows.toString());
    }

    @Test
    void namesTheMetricItDoesNotUnderstandAndCountsTheRest() {
        host.cli("config", "set", "metrics.hubble", "flow,nonsense").expectOk();
        try {
            Await.until(
                    "the status to name it",
                    PATIENCE,
                    () -> host.cli("status").out().contains("\"nonsense\" is left out"),
                    () -> host.cli("status").out());
            awaitLine("hubble_flows_processed_total\\{.*} [1-9].*");
        } finally {
            host.cli("config", "unset", "metrics.hubble").expectOk();
        }
    }
}

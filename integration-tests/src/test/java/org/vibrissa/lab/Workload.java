package org.vibrissa.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A workload of a host: a namespace that becomes an endpoint when it is applied. */
public final class Workload {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(30);

    private final Host host;
    private final String name;
    private final Namespace namespace;
    private final Map<String, String> labels = new TreeMap<>();

    Workload(Host host, String name, Namespace namespace) {
        this.host = host;
        this.name = name;
        this.namespace = namespace;
    }

    /** The endpoint's name. */
    public String name() {
        return name;
    }

    /** Where its processes run. */
    public Namespace namespace() {
        return namespace;
    }

    /** Adds a label, before it is applied. */
    public Workload label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** Makes it an endpoint with addresses of the default pool and waits until it is ready. */
    public Workload join() {
        host.apply(resource(""));
        awaitPhase("Ready");
        return this;
    }

    /** The endpoint resource; {@code more} are further lines of its spec, indented by two. */
    public String resource(String more) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: ")
                .append(name);
        if (!labels.isEmpty()) {
            yaml.append("\n  labels:");
            labels.forEach((key, value) -> yaml.append("\n    ").append(key + ": " + value));
        }
        yaml.append("\nspec:\n  kind: netns\n  netns: ").append(namespace.name()).append("\n");
        return yaml.append(more).toString();
    }

    /** Waits until the endpoint's status has a phase; returns the whole resource. */
    public JsonNode awaitPhase(String phase) {
        Await.until(
                "endpoint " + name + " is " + phase,
                READY_PATIENCE,
                () -> phase.equals(phase()),
                () -> host.cli("get", "endpoint", name, "-o", "yaml") + host.logTail());
        return host.cli("get", "endpoint", name, "-o", "json").expectOk().json();
    }

    /** Waits until the endpoint is not ready for a reason that holds {@code word}. */
    public void awaitTrouble(String word) {
        Await.until(
                "endpoint " + name + " says what it lacks: " + word,
                READY_PATIENCE,
                () -> {
                    JsonNode status = status();
                    return !status.path("phase").asText().equals("Ready")
                            && status.path("reason").asText().contains(word);
                },
                () -> host.cli("get", "endpoint", name, "-o", "yaml") + host.logTail());
    }

    /** Its IPv4 address. */
    public String v4() {
        return address(false);
    }

    /** Its IPv6 address. */
    public String v6() {
        return address(true);
    }

    private String address(boolean v6) {
        return namespace
                .address("eth0", v6)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        name + " has no address: " + namespace.exec("ip", "addr")));
    }

    private String phase() {
        return status().path("phase").asText();
    }

    private JsonNode status() {
        Outcome shown = host.cli("get", "endpoint", name, "-o", "json");
        return shown.ok() ? shown.json().path("status") : MissingNode.getInstance();
    }
}

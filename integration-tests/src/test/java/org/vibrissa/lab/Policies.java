package org.vibrissa.lab;

import java.util.List;
import java.util.stream.StreamSupport;

/** The policies of a host. */
public final class Policies {
    private final Host host;

    private Policies(Host host) {
        this.host = host;
    }

    /** Those of {@code host}. */
    public static Policies of(Host host) {
        return new Policies(host);
    }

    /** Stores documents; returns when they are in force. */
    public void apply(String yaml) {
        host.apply(yaml);
        awaitInForce();
    }

    /** Waits until all that is stored is in force. */
    public void awaitInForce() {
        host.cli("policy", "wait", "--timeout", "20").expectOk();
    }

    /** Deletes a policy; returns when it is not in force any more. */
    public void delete(String name) {
        host.cli("policy", "delete", name).expectOk();
        awaitInForce();
    }

    /** Deletes them all. */
    public void clear() {
        host.cli("policy", "delete", "--all", "--yes").expectOk();
        awaitInForce();
    }

    /** Sets a key of the configuration. */
    public void set(String key, String value) {
        host.cli("config", "set", key, value).expectOk();
    }

    /** Packets that policy has refused on this host, in either direction. */
    public long refused() {
        return StreamSupport.stream(
                        host.cli("bpf", "drops", "list", "-o", "json")
                                .expectOk()
                                .json()
                                .spliterator(),
                        false)
                .filter(row -> List.of(133, 181).contains(row.path("number").asInt()))
                .mapToLong(row -> row.path("packets").asLong())
                .sum();
    }
}

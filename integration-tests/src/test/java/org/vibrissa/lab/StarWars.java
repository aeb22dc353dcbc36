package org.vibrissa.lab;

import java.time.Duration;
import java.util.List;

/** The workloads of the walk-through, on one host or two; the death star serves on port 80. */
public final class StarWars {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Workload deathstar;
    private final Workload tiefighter;
    private final Workload xwing;

    private StarWars(Lab lab, Host ships, Host star) {
        deathstar = member(star, "deathstar", "empire");
        tiefighter = member(ships, "tiefighter", "empire");
        xwing = member(ships, "xwing", "alliance");
        for (String address : List.of(deathstar.v4(), deathstar.v6())) {
            HttpServer.start(lab, deathstar.namespace(), address);
        }
    }

    /** Puts them on a host that is ready. */
    public static StarWars on(Lab lab, Host host) {
        return new StarWars(lab, host, host);
    }

    /** Puts the ships on one host and the death star on another. */
    public static StarWars on(Lab lab, Host ships, Host star) {
        return new StarWars(lab, ships, star);
    }

    /** Only the empire's ships may land: what the walk-through applies. */
    public static String rule1() {
        return policy(
                "rule1",
                """
                  endpointSelector: {matchLabels: {org: empire, class: deathstar}}
                  ingress:
                  - fromEndpoints: [{matchLabels: {org: empire}}]
                    toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                """);
    }

    /** Lets the streams and connections of the lab reach the death star from the empire's ships. */
    public static String streams() {
        return policy(
                "streams",
                """
                  endpointSelector: {matchLabels: {class: deathstar}}
                  ingress:
                  - fromEndpoints: [{matchLabels: {org: empire}}]
                    toPorts:
                    - ports:
                      - {port: "20000", endPort: 29999, protocol: UDP}
                      - {port: "30000", endPort: 39999, protocol: TCP}
                """);
    }

    /** A policy of the default namespace; {@code spec} is indented by two. */
    public static String policy(String name, String spec) {
        return "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: "
                + name
                + "}\nspec:\n"
                + spec;
    }

    /** A policy for hosts; {@code spec} is indented by two. */
    public static String hostPolicy(String name, String spec) {
        return "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\n"
                + "metadata: {name: "
                + name
                + "}\nspec:\n  nodeSelector: {}\n"
                + spec;
    }

    private static Workload member(Host host, String name, String org) {
        return host.workload(name).label("org", org).label("class", name).join();
    }

    /** org=empire, class=deathstar. */
    public Workload deathstar() {
        return deathstar;
    }

    /** org=empire, class=tiefighter. */
    public Workload tiefighter() {
        return tiefighter;
    }

    /** org=alliance, class=xwing. */
    public Workload xwing() {
        return xwing;
    }

    /** Expects the same of a ship's calls at the death star over IPv4 and IPv6. */
    public void calls(Workload ship, Reached outcome) {
        outcome.expect(ship.namespace(), deathstar.v4(), 80);
        outcome.expect(ship.namespace(), deathstar.v6(), 80);
    }

    /** As {@link #calls}, but as soon as a setting that has just been changed is in force. */
    public void become(Workload ship, Reached outcome) {
        Await.until(
                "calls of " + ship.namespace().name() + " to end as " + outcome,
                SOON,
                () -> Reached.of(ship.namespace(), deathstar.v4(), 80) == outcome);
        calls(ship, outcome);
    }
}

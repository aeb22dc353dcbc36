package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.policy;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.StarWars;

/** A policy map that is too small for what is declared. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class PolicyRoomTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROOM = 200;
    private static final int PORTS_OF_AN_ENTRY = 40;

    private Host host;

    @Test
    void namesWhatDoesNotFitAndKeepsWhatHoldsAlsoOverARestart(Lab lab) {
        host = lab.host("h");
        host.configure("policy: {map-max-entries: " + ROOM + "}\n");
        host.start();
        StarWars galaxy = StarWars.on(lab, host);
        Policies.of(host).apply(fromAnybody("first", 80, 4));
        host.apply(fromAnybody("second", 81, 2));
        awaitStatus("second is not in force");
        galaxy.calls(galaxy.xwing(), CONNECTED);

        host.kill();
        host.start();
        galaxy.deathstar().awaitPhase("Ready");
        awaitStatus("default/second is not in force");
        assertFalse(status().contains("first"), status());
        galaxy.calls(galaxy.xwing(), CONNECTED);

        host.cli("policy", "delete", "first").expectOk();
        awaitStatus("OK (1 policy");
        galaxy.calls(galaxy.xwing(), SILENT);
    }

    /** Allows anybody every second port from one on, a row for each. */
    private static String fromAnybody(String name, int port, int entries) {
        String lists =
                IntStream.range(0, entries)
                        .mapToObj(i -> list(port + 2 * i * PORTS_OF_AN_ENTRY))
                        .collect(Collectors.joining(", "));
        return policy(
                name,
                """
                  endpointSelector: {matchLabels: {class: deathstar}}
                  ingress: [{fromEntities: [all], toPorts: [%s]}]
                """
                        .formatted(lists));
    }

    private static String list(int first) {
        return IntStream.range(0, PORTS_OF_AN_ENTRY)
                .mapToObj(i -> "{port: \"%d\", protocol: TCP}".formatted(first + 2 * i))
                .collect(Collectors.joining(", ", "{ports: [", "]}"));
    }

    private String status() {
        return host.cli("status")
                .out()
                .lines()
                .filter(l -> l.contains("Policy:"))
                .toList()
                .toString();
    }

    private void awaitStatus(String words) {
        Await.until(
                "status says: " + words, PATIENCE, () -> status().contains(words), this::status);
    }
}

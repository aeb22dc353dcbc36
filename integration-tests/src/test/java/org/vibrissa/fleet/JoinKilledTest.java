package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Workload;

/** A daemon that is killed while it joins: the same token brings it in, once. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class JoinKilledTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"pending.json", "identity.json"})
    void joinsByTheSameTokenAfterAKill(String reached, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start();
        Host first = fleet.host(1);
        Host second = fleet.host(2);
        String token =
                first.cli("node", "token", "-o", "json").expectOk().json().path("token").asText();
        Path file = second.stateFolder().resolve("fleet").resolve(reached);
        CompletableFuture<Outcome> cut =
                CompletableFuture.supplyAsync(() -> second.cli("join", token));
        Await.until(
                reached + " is written",
                PATIENCE,
                () -> Files.exists(file) || cut.isDone(),
                second::logTail);
        second.kill();
        cut.join();
        second.start();
        second.cli("join", token).expectOk();
        Workload a = first.workload("a").join();
        Workload b = second.workload("b").join();
        fleet.awaitPath(a, b);
        String members = first.cli("fleet", "status", "-o", "json").expectOk().out();
        assertTrue(members.contains(second.node()), members);
        first.cli("mode", "set", "default", "geneve", "--drain", "200ms").expectOk();
        fleet.awaitPath(b, a);
    }
}

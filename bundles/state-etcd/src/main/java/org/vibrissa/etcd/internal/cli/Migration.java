package org.vibrissa.etcd.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vibrissa.etcd.internal.Stage;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Member;

/**
 * Moves all hosts of a fleet from one store to the other: first all write to both, and only when
 * every host has the same as etcd do they go on. No host ever has less than it had, so traffic
 * takes no notice.
 */
final class Migration {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration AGREE = Duration.ofSeconds(60);
    private static final long LOOK_MS = 200;

    private final Fleet fleet;
    private final StageHandler here;
    private final Consumer<String> say;

    /**
     * A migration that has not begun.
     *
     * @param say takes each step's line
     */
    Migration(Fleet fleet, StageHandler here, Consumer<String> say) {
        this.fleet = fleet;
        this.here = here;
        this.say = say;
    }

    /** Every host of the fleet, this one first. */
    List<HostState> hosts() {
        List<HostState> hosts = new ArrayList<>();
        hosts.add(here.state());
        for (Member member : fleet.members()) {
            hosts.add(ask(member.name()));
        }
        return hosts;
    }

    private HostState ask(String member) {
        try {
            return HostState.of(fleet.call(member, StageHandler.PATH, StageHandler.ask(), CALL));
        } catch (FleetException e) {
            return HostState.silent(member, e.getMessage());
        }
    }

    /** What keeps the fleet from moving there; empty when nothing does. */
    List<String> obstacles(Stage to) {
        List<String> obstacles = new ArrayList<>();
        for (HostState host : hosts()) {
            if (host.stage().equals("unknown")) {
                obstacles.add(host.host() + " does not answer: " + host.problem());
            } else if (to == Stage.ETCD && !host.configured()) {
                obstacles.add(host.host() + " has no etcd.endpoints in its configuration");
            } else if (to == Stage.PEERS && !host.stage().equals("peers") && !host.inStep()) {
                obstacles.add(host.host() + " is not in step with etcd: " + host.problem());
            }
        }
        return obstacles;
    }

    void run(Stage to) {
        List<String> obstacles = obstacles(to);
        if (!obstacles.isEmpty()) {
            throw new StoreRefused(
                    "not begun: " + String.join("; ", obstacles),
                    "Put that right on each host named, then repeat it.");
        }
        all(Stage.BOTH, "writes to both stores");
        agree();
        all(to, to == Stage.ETCD ? "reads from etcd" : "leaves etcd");
        if (to == Stage.ETCD) {
            agree();
        }
    }

    private void all(Stage stage, String what) {
        List<HostState> hosts = hosts();
        for (HostState host : hosts) {
            go(host.host(), stage);
            say.accept(host.host() + " " + what);
        }
    }

    private void go(String host, Stage stage) {
        try {
            JsonNode order = StageHandler.go(stage);
            if (host.equals(fleet.self())) {
                here.handle(host, order);
            } else {
                fleet.call(host, StageHandler.PATH, order, CALL);
            }
        } catch (FleetException e) {
            throw new StoreRefused(
                    host + " did not go to stage " + stage.word() + ": " + e.getMessage(),
                    "Nothing is lost, whatever stage each host is in: repeat it, or go back with"
                            + " --to peers.");
        }
    }

    private void agree() {
        long end = System.nanoTime() + AGREE.toNanos();
        List<HostState> late = late();
        while (!late.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new StoreRefused(
                        "not in step with etcd within "
                                + AGREE.toSeconds()
                                + " s: "
                                + late.stream()
                                        .map(h -> h.host() + " (" + h.problem() + ")")
                                        .collect(Collectors.joining(", ")),
                        "Nothing is lost, whatever stage each host is in: repeat it, or go back"
                                + " with --to peers.");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreRefused("interrupted", "Repeat it.");
            }
            late = late();
        }
        say.accept("every host has the same as etcd");
    }

    private List<HostState> late() {
        return hosts().stream().filter(host -> !host.inStep()).toList();
    }
}

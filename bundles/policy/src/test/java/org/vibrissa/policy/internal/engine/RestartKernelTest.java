package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.policy.internal.rule.Direction.INGRESS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.kernel.LivePolicy;
import org.vibrissa.policy.internal.kernel.PolicyProbe;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;

/** A daemon that finds a nearly full policy map in the kernel. */
@Tag("bpf")
final class RestartKernelTest {
    private static final int ROOM = 1000;
    private static final int EP = 42;
    private static final int FIRST = 300;
    private static final int PEERS = 460;

    @TempDir Path folder;
    private final List<Identity> known = new ArrayList<>();
    private LivePolicy policy;
    private Engine engine;

    @BeforeEach
    void fill() {
        policy = new LivePolicy(folder, ROOM);
        for (int i = 0; i < PEERS; i++) {
            known.add(Made.identity(FIRST + i, "org=rebels", "n=" + i));
        }
        start();
        engine.endpoint(EP, Made.endpoint("org=empire"), false);
        engine.policies(Map.of(Made.document("a"), List.of(policy(80, 82))), List.of());
        assertTrue(engine.usage().rows() > ROOM * 9 / 10, "rows: " + engine.usage().rows());
    }

    @AfterEach
    void stop() {
        policy.close();
    }

    private void start() {
        engine = new Engine(policy.rows(), new RuleBook());
        engine.identities(known, List.of());
        engine.complete();
    }

    private void restart(Policy stored) {
        policy.restart();
        start();
        engine.policies(Map.of(Made.document("a"), List.of(stored)), List.of());
        assertEquals(Map.of(), engine.endpoint(EP, Made.endpoint("org=empire"), true));
        assertTrue(engine.forgetFound(endpoint -> false));
    }

    private static Policy policy(int... ports) {
        Made.Draft draft = new Made.Draft("a", "org=empire");
        for (int port : ports) {
            draft.allow(INGRESS, Made.peer("org=rebels"), PortMatch.one(Protocol.TCP, port));
        }
        return draft.policy();
    }

    private PolicyVerdict verdict(int identity, int port) {
        return policy.ask(List.of(new PolicyProbe.Question(EP, 0, identity, INGRESS, 6, port)))
                .get(0)
                .verdict();
    }

    @Test
    void takesTheRowsOverThatSayWhatHolds() {
        int set = engine.standing(EP).orElseThrow().set();
        Set<KernelRows.Row> before = policy.allRows();
        restart(policy(80, 82));
        assertEquals(Map.of(), engine.heldBack());
        assertEquals(set, engine.standing(EP).orElseThrow().set());
        assertEquals(before, policy.allRows(), "with the numbers of their rules");

        engine.identities(List.of(), List.of(FIRST));
        engine.identities(List.of(Made.identity(9000, "org=rebels", "n=new")), List.of());
        assertEquals(PolicyVerdict.UNMATCHED, verdict(FIRST, 80));
        assertEquals(PolicyVerdict.ALLOWED, verdict(9000, 82));
    }

    @Test
    void writesOverWhatThereIsNoRoomForBeside() {
        restart(policy(80));
        assertEquals(Map.of(), engine.heldBack());
        assertEquals(PolicyVerdict.ALLOWED, verdict(FIRST, 80));
        assertEquals(PolicyVerdict.UNMATCHED, verdict(FIRST, 82));
        assertEquals(engine.usage().rows(), policy.allRows().size());
    }

    @Test
    void keepsWhatHeldWhereTheNewStateDoesNotFit() {
        restart(policy(81, 83));
        String why = engine.heldBack().get(Made.document("a"));
        assertTrue(why.contains("endpoint " + EP) && why.contains("920 rows"), why);
        assertEquals(PolicyVerdict.ALLOWED, verdict(FIRST, 80));
        assertEquals(PolicyVerdict.UNMATCHED, verdict(FIRST, 81));
    }
}

package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.policy.internal.engine.Made.document;
import static org.vibrissa.policy.internal.engine.Made.endpoint;
import static org.vibrissa.policy.internal.engine.Made.identity;
import static org.vibrissa.policy.internal.engine.Made.peer;
import static org.vibrissa.policy.internal.rule.Direction.EGRESS;
import static org.vibrissa.policy.internal.rule.Direction.INGRESS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.policy.internal.engine.RowsInMemory.Answer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.state.ResourceKey;

/** A daemon that finds the rows of an earlier one. */
final class RestartTest {
    private static final int ROOM = 1000;
    private static final int EP = 7;
    private static final int OTHER = 8;
    private static final int FIRST = 2000;

    private final RowsInMemory kernel = new RowsInMemory(ROOM);
    private final Map<ResourceKey, List<Policy>> stored = new LinkedHashMap<>();
    private final List<Identity> known = new ArrayList<>();
    private long now;
    private Engine engine;

    @BeforeEach
    void first() {
        for (ReservedIdentity each : ReservedIdentity.values()) {
            known.add(each.identity());
        }
        restart();
        engine.complete();
        engine.endpoint(EP, endpoint("org=empire"), false);
        engine.endpoint(OTHER, endpoint("org=empire"), false);
    }

    /** The daemon begins anew: policies and identities are told, then endpoints one by one. */
    private void restart() {
        engine = new Engine(kernel, new RuleBook(), () -> now, () -> now);
        engine.identities(known, List.of());
        engine.policies(Map.copyOf(stored), List.of());
        kernel.steps().clear();
    }

    private Map<ResourceKey, String> tell(int id) {
        return engine.endpoint(id, endpoint("org=empire"), true);
    }

    private void tellBoth() {
        assertEquals(Map.of(), tell(EP));
        assertEquals(Map.of(), tell(OTHER));
        assertTrue(engine.forgetFound(id -> false));
    }

    private void apply(Policy policy) {
        store(policy);
        engine.policies(Map.of(document(policy.name().name()), List.of(policy)), List.of());
    }

    private void store(Policy policy) {
        stored.put(document(policy.name().name()), List.of(policy));
    }

    /** So many identities that a policy has a row for each of them and port. */
    private void rebels(int count) {
        for (int i = 0; i < count; i++) {
            known.add(identity(FIRST + i, "org=rebels", "n=" + i));
        }
        engine.identities(known, List.of());
    }

    private static Policy policy(String name, int firstPort, int ports) {
        Made.Draft draft = new Made.Draft(name, "org=empire");
        for (int i = 0; i < ports; i++) {
            draft.allow(
                    INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, firstPort + 2 * i));
        }
        return draft.policy();
    }

    private Answer ask(int endpoint, int identity, int port) {
        return kernel.ask(endpoint, identity, INGRESS, 6, port);
    }

    private boolean sweep() {
        now += SetTable.LINGER_NANOS;
        return engine.sweep();
    }

    /** Nothing is in the kernel that the engine does not know of. */
    private void assertTidy() {
        assertFalse(sweep());
        assertEquals(engine.usage().rows(), kernel.size());
        assertEquals(engine.usage().sets(), kernel.sets().size());
    }

    @Test
    void writesNothingWhenNothingChanged() {
        rebels(450);
        apply(policy("a", 80, 2));
        assertTrue(kernel.size() > ROOM * 9 / 10, "rows: " + kernel.size());
        int set = kernel.setOf(EP);

        restart();
        engine.complete();
        tellBoth();

        assertEquals(List.of(), kernel.steps());
        assertEquals(set, kernel.setOf(EP));
        assertEquals(set, engine.standing(EP).orElseThrow().set());
        assertEquals(Map.of(), engine.heldBack());
        assertTidy();
    }

    @Test
    void takesOverTheSetsOfAuditToo() {
        rebels(50);
        apply(policy("a", 80, 2));
        apply(new Made.Draft("b", "org=empire").enforcing(INGRESS, EGRESS).audit().policy());
        assertTidy();
        restart();
        engine.complete();
        tellBoth();
        assertEquals(List.of(), kernel.steps());
        assertTidy();

        engine.policies(Map.of(), List.of(document("b")));
        assertTidy();
        assertEquals(1, kernel.sets().size());
    }

    @Test
    void followsWhatItTookOver() {
        rebels(2);
        apply(policy("a", 80, 1));
        restart();
        engine.complete();
        tellBoth();
        engine.identities(List.of(identity(FIRST + 2, "org=rebels")), List.of(FIRST));
        assertEquals(Answer.ALLOWED, ask(EP, FIRST + 2, 80));
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 80));
        engine.policies(Map.of(), List.of(document("a")));
        assertEquals(Answer.OPEN, ask(EP, FIRST, 80));
        assertTidy();
        assertEquals(0, kernel.size());
    }

    @Test
    void keepsASetForWhoIsNotToldYet() {
        rebels(2);
        apply(policy("a", 80, 1));
        restart();
        engine.complete();
        tell(EP);
        engine.gone(EP);
        assertFalse(sweep());
        assertEquals(Answer.ALLOWED, ask(OTHER, FIRST, 80));
        assertEquals(Answer.UNMATCHED, ask(OTHER, FIRST, 81));
        engine.gone(OTHER);
        assertTidy();
        assertEquals(0, kernel.size());
    }

    @Test
    void writesOnlyTheIdentitiesThatCameAndWent() {
        rebels(450);
        apply(policy("a", 80, 2));
        int set = kernel.setOf(EP);
        known.removeIf(identity -> identity.number() == FIRST);
        known.add(identity(5000, "org=rebels", "n=new"));

        restart();
        engine.complete();
        tell(EP);
        assertEquals(List.of(), kernel.steps(), "the other endpoint is not told yet");
        assertEquals(Answer.ALLOWED, ask(OTHER, FIRST, 80));
        tell(OTHER);

        assertEquals(List.of("put", "put", "delete", "delete", "advance"), kernel.steps());
        assertEquals(set, kernel.setOf(EP));
        assertEquals(set, kernel.setOf(OTHER));
        assertEquals(Answer.ALLOWED, ask(EP, 5000, 80));
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 80));
        assertEquals(Map.of(), engine.heldBack());
        assertTidy();
    }

    @Test
    void writesAChangedPolicyBesideTheOldOne() {
        rebels(100);
        apply(policy("a", 80, 2));
        int old = kernel.setOf(EP);
        store(policy("a", 81, 2));
        restart();
        engine.complete();
        tell(EP);
        assertEquals(Answer.ALLOWED, ask(OTHER, FIRST, 80), "not told yet");
        tell(OTHER);

        assertNotEquals(old, kernel.setOf(EP));
        assertEquals(kernel.setOf(EP), kernel.setOf(OTHER));
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 81));
        assertEquals(Answer.UNMATCHED, ask(OTHER, FIRST, 80));
        assertTrue(kernel.sets().containsKey(old), "packets may be under way");
        assertTidy();
        assertFalse(kernel.sets().containsKey(old));
    }

    @Test
    void writesAChangedPolicyOverTheOldOneWhereThereIsNoRoomBeside() {
        rebels(300);
        apply(policy("a", 80, 3));
        store(policy("a", 80, 2));
        restart();
        engine.complete();
        Set<List<Answer>> seen = new HashSet<>();
        kernel.afterEachStep(
                () -> seen.add(List.of(ask(EP, FIRST, 80), ask(OTHER, FIRST + 299, 84))));
        tellBoth();
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 84));
        assertEquals(
                Set.of(
                        List.of(Answer.ALLOWED, Answer.ALLOWED),
                        List.of(Answer.ALLOWED, Answer.UNMATCHED)),
                seen);
        assertEquals(0, kernel.steps().stream().filter("put"::equals).count());
        assertTidy();
    }

    @Test
    void keepsWhatHeldAndNamesThePolicyUntilThereIsRoom() {
        rebels(50);
        apply(policy("a", 1000, 10));
        engine.endpoint(9, endpoint("org=traders"), false);
        Made.Draft traders = new Made.Draft("b", "org=traders");
        for (int i = 0; i < 8; i++) {
            traders.allow(INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, 80 + 2 * i));
        }
        apply(traders.policy());
        store(policy("a", 2001, 9));
        restart();
        engine.complete();
        engine.endpoint(9, endpoint("org=traders"), true);
        tellBoth();

        Map<ResourceKey, String> lacking = engine.heldBack();
        assertEquals(Set.of(document("a")), lacking.keySet());
        String why = lacking.get(document("a"));
        assertTrue(why.contains("endpoint 7") && why.contains("450 rows"), why);
        assertTrue(why.contains("policy.map-max-entries"), why);
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 1000));
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 2001));
        assertEquals(Set.of(INGRESS), engine.standing(EP).orElseThrow().enforced());

        engine.policies(Map.of(), List.of(document("b")));
        engine.placeHeldBack();
        assertEquals(Set.of(document("a")), engine.heldBack().keySet(), "packets may be under way");
        sweep();
        engine.placeHeldBack();
        assertEquals(Map.of(), engine.heldBack());
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 2001));
        assertEquals(Answer.UNMATCHED, ask(OTHER, FIRST, 1000));
        assertTidy();
    }

    @Test
    void leavesOutADocumentThatWasInForceNowhere() {
        rebels(10);
        apply(policy("a", 80, 1));
        store(policy("wide", 1000, 200));
        restart();
        assertEquals(Map.of(), engine.complete());
        Set<Answer> seen = new HashSet<>();
        kernel.afterEachStep(() -> seen.add(ask(EP, FIRST, 80)));
        assertEquals(Map.of(), tell(EP), "the other endpoint is not told yet");
        assertEquals(Set.of(document("wide")), tell(OTHER).keySet());
        assertTrue(engine.forgetFound(id -> false));
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 80));
        assertEquals(Answer.UNMATCHED, ask(OTHER, FIRST, 1000));
        assertEquals(Map.of(), engine.heldBack());
        assertFalse(engine.follows(document("wide")));
        assertTrue(Set.of(Answer.ALLOWED).containsAll(seen), seen.toString());
        assertTidy();
    }

    @Test
    void putsInForceWhatFitsBesideWhatDoesNot() {
        rebels(90);
        apply(policy("a", 80, 9));
        engine.endpoint(9, endpoint("org=traders"), false);
        store(policy("a", 1001, 9));
        store(
                new Made.Draft("b", "org=traders")
                        .allow(INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, 443))
                        .policy());
        restart();
        tell(EP);
        tell(OTHER);
        engine.endpoint(9, endpoint("org=traders"), true);
        assertEquals(Map.of(), engine.complete());
        assertEquals(Set.of(document("a")), engine.heldBack().keySet());
        assertEquals(Answer.ALLOWED, ask(9, FIRST, 443));
        assertEquals(Answer.UNMATCHED, ask(9, FIRST, 80));
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 80));
    }

    @Test
    void flipsAllAtOnceWhereAllFits() {
        rebels(10);
        apply(policy("a", 80, 1));
        engine.endpoint(9, endpoint("org=traders"), false);
        store(policy("a", 81, 1));
        store(new Made.Draft("b", "org=traders").policy());
        restart();
        tell(EP);
        tell(OTHER);
        engine.endpoint(9, endpoint("org=traders"), true);
        engine.complete();
        List<String> steps = kernel.steps();
        assertEquals(1, steps.stream().filter("advance"::equals).count(), steps.toString());
        assertEquals(
                List.of("flip", "flip", "flip", "advance"),
                steps.subList(steps.size() - 4, steps.size()));
    }

    @Test
    void neverOpensForWantOfRoom() {
        rebels(90);
        apply(policy("a", 80, 10));
        store(policy("a", 1001, 10));
        restart();
        engine.complete();
        tellBoth();
        assertEquals(Set.of(document("a")), engine.heldBack().keySet());
        assertEquals(Answer.ALLOWED, ask(EP, FIRST, 80));
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 79));
        engine.endpoint(20, endpoint("org=empire"), true);
        assertEquals(Answer.OPEN, ask(20, FIRST, 79), "as before");
    }

    @Test
    void waitsForNamesOfPortsOfEndpointsThatAreNotToldYet() {
        NamedPorts http =
                new NamedPorts(Map.of(new NamedPorts.Name(Protocol.TCP, "http"), Set.of(8080)));
        Subject naming = new Subject(Made.labels("org=empire"), false, false, http);
        rebels(10);
        engine.endpoint(OTHER, naming, true);
        apply(
                new Made.Draft("named", "org=empire")
                        .enforcing(EGRESS)
                        .allow(
                                EGRESS,
                                peer("org=rebels"),
                                new PortMatch.Named(Protocol.TCP, "http"))
                        .policy());
        restart();
        engine.complete(http);
        tell(EP);
        engine.endpoint(OTHER, naming, true);
        assertTrue(engine.forgetFound(id -> false));
        assertEquals(List.of(), kernel.steps());
        assertEquals(Answer.ALLOWED, kernel.ask(EP, FIRST, EGRESS, 6, 8080));
        engine.gone(OTHER);
        assertEquals(Answer.UNMATCHED, kernel.ask(EP, FIRST, EGRESS, 6, 8080));
    }

    @Test
    void opensTheNumbersOfEndpointsThatAreNoMore() {
        rebels(1);
        apply(policy("a", 80, 1));
        restart();
        engine.complete();
        assertFalse(sweep());
        assertEquals(Answer.UNMATCHED, ask(EP, FIRST, 81));
        assertTrue(engine.forgetFound(id -> false));
        assertEquals(0, kernel.setOf(EP));
        assertTidy();
        assertEquals(0, kernel.size());
    }

    @Test
    void keepsAnEndpointOpenThatWasOpen() {
        restart();
        engine.complete();
        tellBoth();
        assertEquals(List.of(), kernel.steps());
        assertEquals(Answer.OPEN, ask(EP, FIRST, 80));
    }

    @Test
    void goesOnFromEveryStepThatTheDaemonMayDieAt() {
        rebels(3);
        Policy old =
                new Made.Draft("a", "org=empire")
                        .allow(INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, 80))
                        .allow(INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, 81))
                        .policy();
        Policy changed =
                new Made.Draft("a", "org=empire")
                        .allow(INGRESS, peer("org=rebels"), PortMatch.one(Protocol.TCP, 80))
                        .deny(INGRESS, peer("n=1"), PortMatch.one(Protocol.TCP, 80))
                        .policy();
        apply(old);
        assertTidy();
        for (int survived = 0; ; survived++) {
            boolean back = survived % 2 == 1;
            boolean died = dyingAfter(survived / 2, back ? old : changed);
            restart();
            engine.complete();
            Set<Answer> seen = new HashSet<>();
            kernel.afterEachStep(() -> seen.add(ask(EP, FIRST, 80)));
            tellBoth();
            assertTrue(Set.of(Answer.ALLOWED).containsAll(seen), seen.toString());
            kernel.afterEachStep(() -> {});
            assertTidy();
            assertEquals(Answer.ALLOWED, ask(EP, FIRST, 80));
            assertEquals(back ? Answer.ALLOWED : Answer.REFUSED, ask(EP, FIRST + 1, 80));
            assertEquals(back ? Answer.ALLOWED : Answer.UNMATCHED, ask(OTHER, FIRST + 2, 81));
            if (!died && back) {
                break;
            }
        }
    }

    /** Returns whether the daemon died before it was through. */
    private boolean dyingAfter(int steps, Policy change) {
        int[] left = {steps};
        kernel.afterEachStep(
                () -> {
                    if (left[0]-- == 0) {
                        throw new Death();
                    }
                });
        try {
            apply(change);
            sweep();
            return false;
        } catch (Death e) {
            return true;
        } finally {
            kernel.afterEachStep(() -> {});
        }
    }

    /** Of the daemon. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.policy.internal.engine.Made.document;
import static org.vibrissa.policy.internal.engine.Made.endpoint;
import static org.vibrissa.policy.internal.engine.Made.identity;
import static org.vibrissa.policy.internal.engine.Made.peer;
import static org.vibrissa.policy.internal.engine.Made.prefix;
import static org.vibrissa.policy.internal.rule.Direction.EGRESS;
import static org.vibrissa.policy.internal.rule.Direction.INGRESS;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.engine.RowsInMemory.Answer;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;

final class EngineTest {
    private static final int DEATHSTAR = 1000;
    private static final int TIEFIGHTER = 1001;
    private static final int XWING = 1002;
    private static final int EP = 7;
    private static final PortMatch HTTP = PortMatch.one(Protocol.TCP, 80);

    private final RowsInMemory kernel = new RowsInMemory(1000);
    private Engine engine;

    @BeforeEach
    void starWars() {
        engine = new Engine(kernel, new RuleBook());
        for (ReservedIdentity each : ReservedIdentity.values()) {
            engine.identities(List.of(each.identity()), List.of());
        }
        engine.identities(
                List.of(
                        identity(DEATHSTAR, "org=empire", "class=deathstar"),
                        identity(TIEFIGHTER, "org=empire", "class=tiefighter"),
                        identity(XWING, "org=alliance", "class=xwing")),
                List.of());
        engine.complete();
        engine.endpoint(EP, endpoint("org=empire", "class=deathstar"), false);
    }

    private static Policy rule1() {
        return new Made.Draft("rule1", "org=empire", "class=deathstar")
                .allow(INGRESS, peer("org=empire"), HTTP)
                .policy();
    }

    private void apply(Policy policy) {
        engine.policies(Map.of(document(policy.name().name()), List.of(policy)), List.of());
    }

    private Answer ask(int identity, Direction direction, int port) {
        return kernel.ask(EP, identity, direction, 6, port);
    }

    @Test
    void letsEverythingThroughUntilSelected() {
        assertEquals(0, kernel.setOf(EP));
        assertEquals(Answer.OPEN, ask(XWING, INGRESS, 80));
    }

    @Test
    void landsTheEmpireOnly() {
        apply(rule1());
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask(XWING, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 81));
        assertEquals(Answer.OPEN, ask(XWING, EGRESS, 80));
        assertEquals(Answer.ALLOWED, ask(1, INGRESS, 22), "this host, unless told otherwise");
    }

    @Test
    void opensAgainWhenThePolicyGoes() {
        apply(rule1());
        engine.policies(Map.of(), List.of(document("rule1")));
        assertEquals(Answer.OPEN, ask(XWING, INGRESS, 80));
        assertEquals(0, kernel.setOf(EP));
    }

    @Test
    void followsIdentitiesAsTheyComeAndGo() {
        apply(rule1());
        int set = kernel.setOf(EP);
        engine.identities(List.of(identity(1003, "org=empire", "class=shuttle")), List.of());
        assertEquals(Answer.ALLOWED, ask(1003, INGRESS, 80));
        engine.identities(List.of(), List.of(1003));
        assertEquals(Answer.UNMATCHED, ask(1003, INGRESS, 80));
        assertEquals(set, kernel.setOf(EP), "in place");
    }

    @Test
    void touchesNothingForAnIdentityNobodyNames() {
        apply(rule1());
        kernel.steps().clear();
        engine.identities(List.of(identity(1003, "org=neutral")), List.of());
        assertEquals(List.of(), kernel.steps());
    }

    @Test
    void deniesWhateverIsAllowedMoreSpecifically() {
        apply(
                new Made.Draft("deny", "class=deathstar")
                        .allow(INGRESS, peer("org=empire"), HTTP)
                        .allow(INGRESS, new Peer.Anybody(), PortMatch.one(Protocol.TCP, 443))
                        .deny(INGRESS, peer("class=tiefighter"), PortMatch.all(Protocol.TCP))
                        .policy());
        assertEquals(Answer.REFUSED, ask(TIEFIGHTER, INGRESS, 80));
        assertEquals(Answer.REFUSED, ask(TIEFIGHTER, INGRESS, 443));
        assertEquals(Answer.ALLOWED, ask(XWING, INGRESS, 443));
        assertEquals(Answer.ALLOWED, ask(DEATHSTAR, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, kernel.ask(EP, TIEFIGHTER, INGRESS, 17, 53));
    }

    @Test
    void deniesAnybodyOnePortBesideAnAllowOfAllPorts() {
        apply(
                new Made.Draft("deny", "class=deathstar")
                        .allow(INGRESS, peer("org=empire"))
                        .deny(INGRESS, new Peer.Kind(Entity.ALL), PortMatch.one(Protocol.TCP, 22))
                        .policy());
        assertEquals(Answer.REFUSED, ask(TIEFIGHTER, INGRESS, 22));
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 23));
        assertEquals(Answer.REFUSED, ask(1, INGRESS, 22), "a denial holds for this host too");
    }

    @Test
    void splitsRangesIntoPrefixes() {
        apply(
                new Made.Draft("range", "class=deathstar")
                        .allow(
                                INGRESS,
                                peer("org=empire"),
                                new PortMatch.Ports(Protocol.TCP, 1001, 2999))
                        .policy());
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 1000));
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 1001));
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 2999));
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 3000));
    }

    @Test
    void takesExceptionsOutOfAPrefix() {
        engine.identities(
                List.of(
                        prefix(1 << 24, "10.0.0.0/8"),
                        prefix((1 << 24) + 1, "10.96.0.0/12"),
                        prefix((1 << 24) + 2, "10.97.0.0/16")),
                List.of());
        apply(
                new Made.Draft("cidr", "class=deathstar")
                        .allow(
                                INGRESS,
                                new Peer.Prefix(
                                        IpPrefix.parse("10.0.0.0/8"),
                                        List.of(IpPrefix.parse("10.96.0.0/12"))),
                                HTTP)
                        .policy());
        assertEquals(Answer.ALLOWED, ask(1 << 24, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask((1 << 24) + 1, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask((1 << 24) + 2, INGRESS, 80));
    }

    @Test
    void takesNamesOfPortsFromWhoReceives() {
        NamedPorts http =
                new NamedPorts(Map.of(new NamedPorts.Name(Protocol.TCP, "http"), Set.of(8080)));
        PortMatch named = new PortMatch.Named(Protocol.TCP, "http");
        apply(
                new Made.Draft("named", "org=empire")
                        .enforcing(INGRESS, EGRESS)
                        .allow(INGRESS, peer("org=empire"), named)
                        .allow(EGRESS, peer("org=empire"), named)
                        .policy());
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 8080), "nobody defines it");
        engine.endpoint(8, new Subject(Made.labels("org=empire"), false, false, http), false);
        assertEquals(Answer.ALLOWED, kernel.ask(8, TIEFIGHTER, INGRESS, 6, 8080));
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 8080), "it names no port itself");
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, EGRESS, 8080), "somebody names it");
        engine.gone(8);
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, EGRESS, 8080));
    }

    @Test
    void sharesOneSetBetweenEndpointsOfTheSamePolicies() {
        engine.endpoint(8, endpoint("org=empire", "class=deathstar", "pod=two"), false);
        apply(rule1());
        assertEquals(kernel.setOf(EP), kernel.setOf(8));
        assertNotEquals(0, kernel.setOf(8));
    }

    @Test
    void writesTheNewSetBeforeItFlipsAndFlipsBeforeItAdvances() {
        kernel.steps().clear();
        apply(rule1());
        List<String> steps = kernel.steps();
        assertEquals("flip", steps.get(steps.size() - 2), steps.toString());
        assertEquals("advance", steps.get(steps.size() - 1));
        assertEquals("set", steps.get(steps.size() - 3));
    }

    @Test
    void givesEveryPacketAVerdictOfTheOldOrTheNewPolicy() {
        apply(rule1());
        Policy other =
                new Made.Draft("rule1", "org=empire", "class=deathstar")
                        .allow(INGRESS, peer("org=alliance"), HTTP)
                        .deny(INGRESS, peer("class=tiefighter"))
                        .policy();
        Set<List<Answer>> seen = new HashSet<>();
        kernel.afterEachStep(
                () -> seen.add(List.of(ask(TIEFIGHTER, INGRESS, 80), ask(XWING, INGRESS, 80))));
        apply(other);
        assertEquals(
                Set.of(
                        List.of(Answer.ALLOWED, Answer.UNMATCHED),
                        List.of(Answer.REFUSED, Answer.ALLOWED)),
                seen);
    }

    @Test
    void putsDenialsOfANewIdentityBeforeWhatItIsAllowed() {
        apply(
                new Made.Draft("deny", "class=deathstar")
                        .allow(INGRESS, peer("org=empire"))
                        .deny(INGRESS, peer("class=spy"), HTTP)
                        .policy());
        Set<Answer> seen = new HashSet<>();
        kernel.afterEachStep(() -> seen.add(ask(1003, INGRESS, 80)));
        engine.identities(List.of(identity(1003, "org=empire", "class=spy")), List.of());
        engine.identities(List.of(), List.of(1003));
        assertEquals(Set.of(Answer.REFUSED, Answer.UNMATCHED), seen);
    }

    @Test
    void keepsOldRowsWhilePacketsMayBeUnderWay() {
        apply(rule1());
        int old = kernel.setOf(EP);
        apply(new Made.Draft("rule1", "class=deathstar").policy());
        assertTrue(kernel.sets().containsKey(old));
        assertTrue(engine.sweep());
        assertTrue(kernel.sets().containsKey(old));
    }

    @Test
    void refusesWhatThereIsNoRoomForAndKeepsWhatIsInForce() {
        apply(rule1());
        Made.Draft wide = new Made.Draft("wide", "class=deathstar");
        for (int port = 1; port < 1000; port += 2) {
            wide.allow(INGRESS, peer("org=empire"), PortMatch.one(Protocol.TCP, port));
        }
        Policy tooWide = wide.policy();
        PolicyOverflow e = assertThrows(PolicyOverflow.class, () -> apply(tooWide));
        assertTrue(e.getMessage().contains("policy.map-max-entries"), e.getMessage());
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask(TIEFIGHTER, INGRESS, 3));
        assertEquals(1, engine.policies().size());
    }

    @Test
    void keepsDenialsWhenIdentitiesOutgrowTheMap() {
        apply(
                new Made.Draft("grow", "class=deathstar")
                        .allow(INGRESS, peer("org=empire"), HTTP)
                        .deny(INGRESS, peer("class=spy"), HTTP)
                        .policy());
        Map<org.vibrissa.state.ResourceKey, String> refused = Map.of();
        for (int i = 0; i < 990; i++) {
            Map<org.vibrissa.state.ResourceKey, String> now =
                    engine.identities(
                            List.of(identity(2000 + i, "org=empire", "n=" + i)), List.of());
            refused = now.isEmpty() ? refused : now;
        }
        assertEquals(Set.of(document("grow")), refused.keySet());
        engine.identities(List.of(identity(9000, "org=empire", "class=spy")), List.of());
        assertEquals(Answer.REFUSED, ask(9000, INGRESS, 80));
        assertTrue(kernel.most() <= 1000);
    }

    @Test
    void closesAnEndpointThatIsNewBeforeEverythingWasTold() {
        Engine late = new Engine(kernel, new RuleBook());
        late.endpoint(20, endpoint("org=empire"), false);
        assertEquals(Answer.UNMATCHED, kernel.ask(20, XWING, INGRESS, 6, 80));
        assertEquals(Answer.UNMATCHED, kernel.ask(20, XWING, EGRESS, 6, 80));
        late.complete();
        assertEquals(Answer.OPEN, kernel.ask(20, XWING, INGRESS, 6, 80));
    }

    @Test
    void enforcesByMode() {
        engine.settings(with(EngineSettings.Mode.ALWAYS));
        assertEquals(Answer.UNMATCHED, ask(XWING, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask(XWING, EGRESS, 80));
        apply(rule1());
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 80));
        engine.settings(with(EngineSettings.Mode.NEVER));
        assertEquals(Answer.OPEN, ask(XWING, INGRESS, 80));
        engine.settings(with(EngineSettings.Mode.DEFAULT));
        assertEquals(Answer.UNMATCHED, ask(XWING, INGRESS, 80));
    }

    private static EngineSettings with(EngineSettings.Mode mode) {
        EngineSettings usual = EngineSettings.USUAL;
        return new EngineSettings(mode, false, false, true, usual.paths());
    }

    @Test
    void evaluatesAnAuditedPolicyBesideTheOthers() {
        apply(rule1());
        apply(new Made.Draft("try", "class=deathstar").enforcing(INGRESS, EGRESS).audit().policy());
        assertEquals(Answer.ALLOWED, ask(TIEFIGHTER, INGRESS, 80));
        assertEquals(Answer.OPEN, ask(XWING, EGRESS, 80));
        KernelRows.Reading reading = kernel.sets().get(kernel.setOf(EP));
        KernelRows.Reading audit = kernel.sets().get(reading.audit());
        assertTrue(audit.egress() && audit.ingress());
        assertTrue(!reading.egress());
    }

    @Test
    void enforcesTheHostWhereAPolicyForNodesSelectsItAndLetsTunnelsPass() {
        engine.endpoint(
                0,
                new Subject(Made.labels("reserved:host", "rack=a"), true, false, NamedPorts.NONE),
                false);
        assertEquals(0, kernel.setOf(0));
        apply(
                new Made.Draft("host", "rack=a")
                        .ofNodes()
                        .enforcing(INGRESS, EGRESS)
                        .allow(INGRESS, peer("org=empire"), PortMatch.one(Protocol.TCP, 22))
                        .policy());
        int remote = ReservedIdentity.REMOTE_NODE.number();
        assertEquals(Answer.ALLOWED, kernel.ask(0, TIEFIGHTER, INGRESS, 6, 22));
        assertEquals(Answer.UNMATCHED, kernel.ask(0, XWING, INGRESS, 6, 22));
        assertEquals(Answer.ALLOWED, kernel.ask(0, remote, EGRESS, 17, 8472));
        assertEquals(Answer.ALLOWED, kernel.ask(0, remote, INGRESS, 17, 6081));
        assertEquals(Answer.UNMATCHED, kernel.ask(0, remote, INGRESS, 6, 22));
        assertEquals(Answer.OPEN, ask(XWING, INGRESS, 80));
        engine.settings(
                new EngineSettings(
                        EngineSettings.Mode.DEFAULT,
                        false,
                        false,
                        true,
                        new HostPaths(Set.of(4789))));
        assertEquals(Answer.ALLOWED, kernel.ask(0, remote, EGRESS, 17, 4789));
        assertEquals(Answer.UNMATCHED, kernel.ask(0, remote, EGRESS, 17, 8472));
        engine.identities(
                List.of(identity(1 << 25, "reserved:remote-node", "node:name=h2")), List.of());
        assertEquals(Answer.ALLOWED, kernel.ask(0, 1 << 25, EGRESS, 17, 4789));
    }

    @Test
    void tellsHostsApartByTheirLabels() {
        engine.identities(
                List.of(
                        identity(1 << 25, "reserved:remote-node", "rack=a"),
                        identity((1 << 25) + 1, "reserved:remote-node", "rack=b")),
                List.of());
        apply(
                new Made.Draft("nodes", "class=deathstar")
                        .allow(INGRESS, new Peer.Nodes(Made.selector("rack=a")), HTTP)
                        .policy());
        assertEquals(Answer.ALLOWED, ask(1 << 25, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask((1 << 25) + 1, INGRESS, 80));
        assertEquals(Answer.UNMATCHED, ask(ReservedIdentity.REMOTE_NODE.number(), INGRESS, 80));
    }

    @Test
    void freesEverythingWithTheLastEndpoint() {
        int besides = engine.usage().selectors();
        apply(rule1());
        engine.gone(EP);
        assertEquals(0, kernel.setOf(EP));
        assertEquals(0, engine.usage().sets());
        engine.policies(Map.of(), List.of(document("rule1")));
        assertEquals(besides, engine.usage().selectors());
    }
}

package org.vibrissa.policy.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.policy.reference.Answer.Verdict;

class EvaluatorTest {
    private static final PolicyName NAME =
            new PolicyName("CiliumNetworkPolicy", "default", "p", -1);
    private static final Labels SHIP = Labels.of(Label.any("org", "empire"));
    private static final Labels REBEL = Labels.of(Label.any("org", "alliance"));
    private static final Labels STAR = Labels.of(Label.any("class", "deathstar"));

    private static Selector with(String key, String value) {
        return new Selector(
                List.of(
                        new Requirement.In(
                                new Requirement.Key(LabelSource.ANY, key), Set.of(value))));
    }

    private static Rule rule(boolean deny, Peer peer, PortMatch port) {
        return new Rule(
                new Origin(NAME, "spec", "", 0),
                Direction.INGRESS,
                deny,
                List.of(peer),
                List.of(port),
                Optional.empty());
    }

    private static Policy policy(Rule... rules) {
        return new Policy(
                NAME,
                false,
                with("class", "deathstar"),
                Set.of(Direction.INGRESS),
                List.of(rules),
                false,
                List.of(),
                "",
                "");
    }

    private static Question tcp(Labels peer, int port) {
        return new Question(
                STAR, false, Direction.INGRESS, peer, Optional.empty(), 6, port, Map.of());
    }

    private static Verdict verdict(Question question, Policy... policies) {
        return new Evaluator(Settings.USUAL).enforced(question, List.of(policies)).verdict();
    }

    @Test
    void starWarsRuleLetsTheEmpireLandAndDropsTheRest() {
        Policy rule1 =
                policy(
                        rule(
                                false,
                                new Peer.Endpoints(with("org", "empire")),
                                PortMatch.one(Protocol.TCP, 80)));
        assertEquals(Verdict.ALLOW, verdict(tcp(SHIP, 80), rule1));
        assertEquals(Verdict.DENY_DEFAULT, verdict(tcp(SHIP, 81), rule1));
        assertEquals(Verdict.DENY_DEFAULT, verdict(tcp(REBEL, 80), rule1));
        assertEquals(Verdict.ALLOW, verdict(tcp(REBEL, 80)));
    }

    @Test
    void denyWinsHoweverGeneralItIs() {
        Policy allow =
                policy(
                        rule(
                                false,
                                new Peer.Endpoints(with("org", "empire")),
                                PortMatch.one(Protocol.TCP, 80)));
        Policy deny = policy(rule(true, new Peer.Anybody(), PortMatch.all(Protocol.TCP)));
        assertEquals(Verdict.DENY_RULE, verdict(tcp(SHIP, 80), allow, deny));
    }

    @Test
    void prefixesMeanTheOutsideOnlyAndNotTheirExceptions() {
        IpPrefix net = IpPrefix.parse("192.0.2.0/24");
        Policy policy =
                policy(
                        rule(
                                false,
                                new Peer.Prefix(net, List.of(IpPrefix.parse("192.0.2.128/25"))),
                                PortMatch.everything()));
        Labels world = ReservedIdentity.WORLD.identity().labels();
        Map<String, Verdict> wanted =
                Map.of(
                        "192.0.2.127", Verdict.ALLOW,
                        "192.0.2.128", Verdict.DENY_DEFAULT,
                        "192.0.3.1", Verdict.DENY_DEFAULT);
        wanted.forEach(
                (address, verdict) -> {
                    Question outside =
                            new Question(
                                    STAR,
                                    false,
                                    Direction.INGRESS,
                                    world,
                                    Optional.of(IpAddresses.parse(address)),
                                    6,
                                    80,
                                    Map.of());
                    assertEquals(verdict, verdict(outside, policy), address);
                });
        assertEquals(Verdict.DENY_DEFAULT, verdict(tcp(SHIP, 80), policy));
    }

    @Test
    void namesOfPortsThatNobodyDefinesMatchNothing() {
        Policy policy =
                policy(rule(false, new Peer.Anybody(), new PortMatch.Named(Protocol.TCP, "http")));
        assertEquals(Verdict.DENY_DEFAULT, verdict(tcp(SHIP, 80), policy));
        Question named =
                new Question(
                        STAR,
                        false,
                        Direction.INGRESS,
                        SHIP,
                        Optional.empty(),
                        6,
                        80,
                        Map.of("TCP/http", Set.of(80)));
        assertEquals(Verdict.ALLOW, verdict(named, policy));
    }

    @Test
    void hostsReachTheirEndpointsUnlessDenied() {
        Labels host = ReservedIdentity.HOST.identity().labels();
        assertEquals(Verdict.ALLOW, verdict(tcp(host, 80), policy()));
        Policy deny = policy(rule(true, new Peer.Anybody(), PortMatch.one(Protocol.TCP, 80)));
        assertEquals(Verdict.DENY_RULE, verdict(tcp(host, 80), deny));
    }

    @Test
    void randomWorldsGiveEveryVerdictOftenAndTheSameForTheSameSeed() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (int seed = 0; seed < 50; seed++) {
            World one = new World(seed);
            World same = new World(seed);
            List<Labels> endpoints = one.endpoints(20);
            assertEquals(endpoints, same.endpoints(20));
            List<Policy> policies = one.policies(8, 6);
            assertEquals(policies, same.policies(8, 6));
            Evaluator evaluator = new Evaluator(Settings.USUAL);
            for (int i = 0; i < 200; i++) {
                Answer answer = evaluator.enforced(one.question(endpoints), policies);
                counts.merge(answer.verdict(), 1, Integer::sum);
            }
        }
        for (Verdict verdict : Verdict.values()) {
            assertTrue(counts.getOrDefault(verdict, 0) > 500, counts.toString());
        }
    }
}

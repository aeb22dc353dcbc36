package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.policy.internal.engine.Made.document;
import static org.vibrissa.policy.internal.engine.Made.peer;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;

final class RuleBookTest {
    private static final PolicyName NAME =
            new PolicyName("CiliumNetworkPolicy", "default", "rule1", -1);

    private final RuleBook book = new RuleBook();

    private static Rule rule(boolean deny, int line) {
        return new Rule(
                new Origin(NAME, "spec.ingress[0]", "rule1.yaml", line),
                Direction.INGRESS,
                deny,
                List.of(peer("org=empire")),
                List.of(PortMatch.everything()),
                Optional.empty());
    }

    private static Policy policy(Rule... rules) {
        return new Policy(
                NAME,
                false,
                Selector.ALL,
                Set.of(Direction.INGRESS),
                List.of(rules),
                false,
                List.of("any:team=empire"),
                "",
                "landing");
    }

    @Test
    void tellsWhereARuleIsWrittenAndWhosePolicyItIs() {
        Rule rule = rule(true, 9);
        int number = book.add(policy(rule), rule);

        assertEquals(
                Optional.of(
                        new RuleRef(
                                "CiliumNetworkPolicy",
                                "default",
                                "rule1",
                                List.of("any:team=empire"),
                                1,
                                "spec.ingress[0]",
                                "rule1.yaml",
                                9,
                                true,
                                "landing")),
                book.get(number));
    }

    @Test
    void tellsOfAWholePolicyWhereNoRuleDecided() {
        RuleRef whole = RuleBook.whole(policy(rule(false, 9)));

        assertEquals("rule1", whole.name());
        assertEquals("rule1.yaml", whole.file());
        assertEquals("", whole.path());
        assertEquals(0, whole.line());
        assertTrue(whole.deny());
    }

    @Test
    void numberOfNoRuleIsNone() {
        assertEquals(Optional.empty(), book.get(0));
        assertEquals(Optional.empty(), book.get(77));
        assertEquals(Optional.empty(), book.get(-1));
    }

    @Test
    void namesTheSettingThatLetsAPacketThrough() {
        assertEquals("policy.allow-localhost", book.get(RuleBook.FROM_HOST).orElseThrow().name());
        assertEquals("Configuration", book.get(RuleBook.HOST_PATHS).orElseThrow().kind());
    }

    @Test
    void remembersGoneRulesUpToALimit() {
        int first = 0;
        int last = 0;
        for (int line = 1; line <= RuleBook.REMEMBERED; line++) {
            Rule rule = rule(false, line);
            last = book.add(policy(rule), rule);
            book.remove(last);
            first = line == 1 ? last : first;
        }
        assertTrue(book.get(first).isPresent(), "forgotten too early");

        Rule rule = rule(false, 9999);
        last = book.add(policy(rule), rule);
        book.remove(last);
        assertEquals(Optional.empty(), book.get(first));
        assertTrue(book.get(last).isPresent());
    }

    @Test
    void sameRuleHasTheSameNumberInAnotherBook() {
        Rule rule = rule(false, 9);
        Rule moved = rule(false, 10);
        int number = book.add(policy(rule), rule);
        int other = book.add(policy(moved), moved);

        RuleBook next = new RuleBook();
        assertEquals(other, next.add(policy(moved), moved));
        assertEquals(number, next.add(policy(rule), rule));
        assertNotEquals(number, other);
        assertTrue(number > 0 && number < RuleBook.HOST_PATHS);
    }

    @Test
    void ruleStaysWhileAStateOfItsPolicyHasIt() {
        Rule rule = rule(false, 9);
        int number = book.add(policy(rule), rule);
        assertEquals(number, book.add(policy(rule), rule));
        book.remove(number);
        for (int line = 10; line < 20 + RuleBook.REMEMBERED; line++) {
            Rule other = rule(false, line);
            book.remove(book.add(policy(other), other));
        }
        assertTrue(book.get(number).isPresent());
    }

    @Test
    void numberIsNotGivenToAnotherRuleWhileItsRuleIsKnown() {
        RuleBook small = new RuleBook(3);
        Rule gone = rule(false, 1);
        int first = small.add(policy(gone), gone);
        small.remove(first);
        Set<Integer> others = new HashSet<>();
        for (int line = 2; line <= 3; line++) {
            Rule rule = rule(false, line);
            others.add(small.add(policy(rule), rule));
        }

        assertEquals(2, others.size());
        assertFalse(others.contains(first));
        assertEquals(1, small.get(first).orElseThrow().line());
        assertEquals(first, small.add(policy(gone), gone));
    }

    @Test
    void revisionRisesWithEachChangeAndOnlyThen() {
        Engine engine = new Engine(new RowsInMemory(1000), book);
        engine.complete();
        Rule rule = rule(false, 9);
        change(engine, policy(rule));
        change(engine, policy(rule));
        assertEquals(1, book.revision());

        change(engine, policy(rule, rule(true, 12)));
        assertEquals(2, book.revision());
        Rule added = rule(true, 12);
        int number = new RuleBook().add(policy(added), added);
        assertEquals(2, book.get(number).orElseThrow().revision());

        engine.policies(Map.of(), List.of(document("rule1")));
        assertEquals(3, book.revision());
    }

    @Test
    void revisionStaysWhenThereIsNoRoomForAChange() {
        Engine engine = new Engine(new RowsInMemory(1), book);
        engine.identities(
                List.of(Made.identity(300, "org=empire"), Made.identity(301, "org=empire")),
                List.of());
        engine.complete();
        engine.endpoint(7, Made.endpoint("org=empire"), false);

        assertThrows(PolicyOverflow.class, () -> change(engine, policy(rule(false, 9))));
        assertEquals(0, book.revision());
    }

    private static void change(Engine engine, Policy policy) {
        engine.policies(Map.of(document("rule1"), List.of(policy)), List.of());
    }
}

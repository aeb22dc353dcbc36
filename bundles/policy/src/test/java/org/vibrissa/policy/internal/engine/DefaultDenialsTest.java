package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vibrissa.policy.internal.engine.Made.document;
import static org.vibrissa.policy.internal.rule.Direction.EGRESS;
import static org.vibrissa.policy.internal.rule.Direction.INGRESS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.rule.Direction;

final class DefaultDenialsTest {
    private static final int EP = 7;

    private final RowsInMemory kernel = new RowsInMemory(1000);
    private long wall = 100;
    private final Engine engine = new Engine(kernel, new RuleBook(), () -> 0, () -> wall);

    @BeforeEach
    void begin() {
        engine.complete();
        engine.endpoint(EP, Made.endpoint("org=empire"), false);
    }

    private void apply(long time, String name, Direction... enforcing) {
        wall = time;
        engine.policies(
                Map.of(
                        document(name),
                        List.of(new Made.Draft(name, "org=empire").enforcing(enforcing).policy())),
                List.of());
    }

    private List<String> at(long time, Direction direction) {
        return engine.denials().at(EP, direction, time).stream().map(RuleRef::name).toList();
    }

    @Test
    void namesThoseOfTheTimeThatIsAskedFor() {
        apply(200, "a", INGRESS);
        apply(300, "b", INGRESS, EGRESS);
        wall = 400;
        engine.policies(Map.of(), List.of(document("a")));
        wall = 500;
        engine.gone(EP);

        assertEquals(List.of(), at(150, INGRESS));
        assertEquals(List.of("a"), at(200, INGRESS));
        assertEquals(List.of(), at(299, EGRESS));
        assertEquals(List.of("a", "b"), at(399, INGRESS));
        assertEquals(List.of("b"), at(300, EGRESS));
        assertEquals(List.of("b"), at(400, INGRESS));
        assertEquals(List.of(), at(500, INGRESS));
        assertEquals(List.of(), engine.denials().at(EP + 1, INGRESS, 300));
    }

    @Test
    void takesWhatWasBeforeTheStartForTheOldestThatIsKnown() {
        apply(200, "a", INGRESS);
        Engine next = new Engine(kernel, new RuleBook(), () -> 0, () -> 300);
        next.policies(
                Map.of(
                        document("a"),
                        List.of(new Made.Draft("a", "org=empire").enforcing(INGRESS).policy())),
                List.of());
        next.complete();
        next.endpoint(EP, Made.endpoint("org=empire"), true);
        assertEquals(1, next.denials().at(EP, INGRESS, 250).size());
    }

    @Test
    void remembersAFewChanges() {
        for (int i = 0; i < DefaultDenials.REMEMBERED + 5; i++) {
            apply(1000 + i, "a", i % 2 == 0 ? INGRESS : EGRESS);
        }
        int last = 1000 + DefaultDenials.REMEMBERED + 4;
        int oldest = last - DefaultDenials.REMEMBERED + 1;
        assertEquals(List.of("a"), at(last, INGRESS));
        assertEquals(List.of("a"), at(last - 1, EGRESS));
        assertEquals(at(oldest, INGRESS), at(1000, INGRESS));
        assertEquals(at(oldest, EGRESS), at(1000, EGRESS));
    }
}

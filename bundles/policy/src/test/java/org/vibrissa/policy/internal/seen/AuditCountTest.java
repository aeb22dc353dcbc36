package org.vibrissa.policy.internal.seen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.policy.internal.rule.Direction;

final class AuditCountTest {
    private static final int UNMATCHED = 2;
    private static final int REFUSED = 3;
    private static final int NOTED = 0x80;

    private static Optional<AuditCount.Noted> noted(MadeEvent event) {
        return AuditCount.of(event.read());
    }

    @Test
    void notedRefusalIsThatOfItsEnd() {
        assertEquals(
                Optional.of(new AuditCount.Noted(2, Direction.INGRESS, 9)),
                noted(MadeEvent.policyVerdict(true, REFUSED | NOTED, 9, 1)));
        assertEquals(
                Optional.of(new AuditCount.Noted(1, Direction.EGRESS, 0)),
                noted(MadeEvent.policyVerdict(false, UNMATCHED | NOTED, 0, 0)));
    }

    @Test
    void replyIsJudgedByTheEndThatTheFlowBeganWith() {
        assertEquals(
                Optional.of(new AuditCount.Noted(1, Direction.INGRESS, 9)),
                noted(MadeEvent.policyVerdict(true, REFUSED | NOTED, 9, 1).reply()));
    }

    @Test
    void whatIsEnforcedOrAllowedIsNotNoted() {
        assertEquals(Optional.empty(), noted(MadeEvent.policyVerdict(true, REFUSED, 9, 1)));
        assertEquals(Optional.empty(), noted(MadeEvent.policyVerdict(true, 1, 9, 1)));
        assertEquals(
                Optional.empty(), noted(MadeEvent.trace().policy(true, REFUSED | NOTED, 9, 1)));
    }
}

package org.vibrissa.datapath.internal.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;

class NeedsTest {
    private static final int CT = 1 << Capability.CT.ordinal();
    private static final int VERDICT = 1 << Capability.VERDICT.ordinal();
    private static final int DELIVER = 1 << Capability.DELIVER.ordinal();

    private final Map<Place, Integer> provided = new HashMap<>();

    private void provides(int slot, int mask, Chain... chains) {
        for (Chain chain : chains) {
            provided.put(new Place(chain, slot), mask);
        }
    }

    private void check(int slot, int needs, Chain... chains) {
        new Needs(provided).check(new StageContract("t", slot, Set.of(chains), needs, 0));
    }

    private String refused(int slot, int needs, Chain... chains) {
        ClaimRefused refused = assertThrows(ClaimRefused.class, () -> check(slot, needs, chains));
        assertEquals(ClaimRefused.Cause.UNMET_NEED, refused.reason());
        return refused.getMessage();
    }

    @Test
    void asksNothingOfAStageWithoutNeeds() {
        assertDoesNotThrow(() -> check(0, 0, Chain.values()));
    }

    @Test
    void isMetByAnEarlierSlotOfTheChain() {
        provides(8, CT, Chain.EP);
        assertDoesNotThrow(() -> check(17, CT, Chain.EP));
    }

    @Test
    void namesTheCapabilityTheChainAndWhoWouldProvideIt() {
        provides(8, CT, Chain.EP);
        assertEquals(
                "program t for slot 17 needs VIB_CAP_VERDICT (the policy's verdict), which no"
                        + " earlier slot of chain ep provides; a stage in slot 14 (policy) of that"
                        + " chain would",
                refused(17, CT | VERDICT, Chain.EP));
    }

    @Test
    void isAskedOfEachChain() {
        provides(8, CT, Chain.EP);
        assertTrue(refused(17, CT, Chain.EP, Chain.NET).contains("chain net"));
    }

    @Test
    void saysWhenTheProviderComesTooLate() {
        provides(8, CT, Chain.EP);
        String message = refused(5, CT, Chain.EP);
        assertTrue(message.endsWith("slot 8 (conntrack) provides it: claim a later slot"), message);
        assertTrue(refused(8, CT, Chain.EP).contains("claim a later slot"));
    }

    @Test
    void holdsInDlvWhenEveryChainThatEntersItProvidesIt() {
        provides(8, CT, Chain.EP, Chain.NET);
        assertTrue(refused(17, CT, Chain.DLV).contains("chain dlv"));
        provides(8, CT, Chain.HOST);
        assertDoesNotThrow(() -> check(17, CT, Chain.DLV));
        provides(14, VERDICT, Chain.DLV);
        assertDoesNotThrow(() -> check(17, CT | VERDICT, Chain.DLV));
    }

    @Test
    void doesNotHoldInDlvWhenItComesAfterTheHandOver() {
        provides(26, CT, Chain.EP, Chain.NET, Chain.HOST);
        refused(28, CT, Chain.DLV);
    }

    @Test
    void namesEverySlotThatCouldProvideIt() {
        String message = refused(17, 1 << Capability.FORWARD.ordinal(), Chain.EP);
        assertTrue(message.contains("slot 20 (forward-vxlan) or slot 21"), message);
        assertTrue(refused(17, DELIVER, Chain.EP).contains("slot 24 (deliver)"));
    }

    @Test
    void namesABitThatItDoesNotKnow() {
        String message = refused(17, 1 << 31, Chain.EP);
        assertTrue(message.contains("capability bit 31"), message);
        assertTrue(message.contains("no stage of this runtime provides it"), message);
        provides(3, 1 << 31, Chain.EP);
        assertDoesNotThrow(() -> check(17, 1 << 31, Chain.EP));
    }
}

package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.flow.internal.names.StageOwners.Standing;

final class StageOwnersTest {
    private static final int EP = Chain.EP.ordinal();
    private static final int POLICY = 14;

    private List<SlotInfo> slots = List.of();
    private final StageOwners owners =
            new StageOwners(
                    (Pipeline)
                            Proxy.newProxyInstance(
                                    StageOwnersTest.class.getClassLoader(),
                                    new Class<?>[] {Pipeline.class},
                                    (proxy, method, args) -> slots));

    private static SlotInfo slot(int number, String stage, String owner) {
        return new SlotInfo(Chain.EP, number, stage, owner, "1.0.0", 1, 0, 0, 0);
    }

    private Optional<Standing> now(int slot) {
        return owners.of(EP, slot, WallClock.nanos());
    }

    @Test
    void knowsWhoStandsInASlot() {
        slots = List.of(slot(POLICY, "vib_stage_policy", "org.vibrissa.policy"), slot(17, "", ""));
        owners.look();

        assertEquals(
                Optional.of(new Standing("vib_stage_policy", "org.vibrissa.policy")), now(POLICY));
        assertEquals(Optional.empty(), now(17));
        assertEquals(Optional.empty(), owners.of(Chain.DLV.ordinal(), POLICY, WallClock.nanos()));
    }

    @Test
    void rootBelongsToTheDatapath() {
        assertEquals("org.vibrissa.datapath", now(32).orElseThrow().owner());
    }

    @Test
    void remembersWhoStoodThere() {
        long before = WallClock.nanos();
        slots = List.of(slot(17, "vib_a", "org.a"));
        owners.look();
        slots = List.of(slot(17, "vib_b", "org.b"));
        owners.look();

        assertEquals("org.b", now(17).orElseThrow().owner());
        assertEquals("org.a", owners.of(EP, 17, before).orElseThrow().owner());
    }

    @Test
    void knowsNobodyWithoutAPipeline() {
        StageOwners none = new StageOwners();
        none.look();

        assertEquals(Optional.empty(), none.of(EP, POLICY, WallClock.nanos()));
    }
}

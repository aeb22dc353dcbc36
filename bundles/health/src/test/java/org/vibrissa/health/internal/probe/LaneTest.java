package org.vibrissa.health.internal.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.health.PathHealth.Role;

/** A probe goes by its own mode, whatever else is asked for. */
class LaneTest {
    private static final int VXLAN = 20;
    private static final int NATIVE = 22;

    private final List<String> events = new ArrayList<>();
    private final Lane lane =
            new Lane(
                    slot -> events.add("slot " + slot),
                    target -> events.add("send " + target.way.slot()));

    @Test
    void restsAtTheModeInForce() {
        lane.rest(VXLAN);
        lane.rest(VXLAN);
        lane.rest(NATIVE);
        assertEquals(List.of("slot 20", "slot 22"), events);
    }

    @Test
    void changesTheSlotOnlyBetweenProbes() {
        lane.rest(VXLAN);
        lane.offer(target(VXLAN));
        lane.offer(target(VXLAN));
        lane.offer(target(NATIVE));
        lane.offer(target(VXLAN));
        assertEquals(List.of("slot 20", "send 20", "send 20"), events, "nobody joins for ever");
        lane.ended();
        lane.ended();
        assertEquals(List.of("slot 22", "send 22"), events.subList(3, 5));
        lane.ended();
        assertEquals(List.of("slot 20", "send 20"), events.subList(5, 7));
    }

    @Test
    void goesBackToRestWhenNothingIsAsked() {
        lane.rest(VXLAN);
        lane.offer(target(NATIVE));
        lane.rest(VXLAN);
        assertEquals(
                List.of("slot 20", "slot 22", "send 22"), events, "not while one is under way");
        lane.ended();
        assertEquals("slot 20", events.get(3));
    }

    @Test
    void givesBackWhatIsPlannedNoMore() {
        lane.rest(VXLAN);
        lane.offer(target(VXLAN));
        Target waits = target(NATIVE);
        lane.offer(waits);
        waits.gone = true;
        assertEquals(List.of(waits), lane.withdrawGone());
        lane.ended();
        assertEquals(List.of("slot 20", "send 20"), events);
        lane.close();
        assertEquals("slot 0", events.get(2));
    }

    private static Target target(int slot) {
        InetAddress address = InetAddress.getLoopbackAddress();
        return new Target(new Way("b", Role.ENDPOINT, address, "mode" + slot, true, 129, slot), 0);
    }
}

package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.internal.bpf.VibWatch;
import org.vibrissa.net.IpPrefix;

final class WatchRowsTest {
    private static final PacketFilter ANYTHING = filter(Optional.empty(), Optional.empty());

    private final RowsInMemory kernel = new RowsInMemory();
    private final List<Boolean> looks = new ArrayList<>();
    private long now = 1000;

    private static PacketFilter filter(Optional<IpPrefix> source, Optional<IpPrefix> destination) {
        return new PacketFilter(source, destination, 6, 0, 80, 4, true);
    }

    private WatchRows rows() {
        return new WatchRows(kernel.map(), looks::add, () -> now);
    }

    @Test
    void writesWhatTheFilterSays() {
        PacketFilter filter =
                filter(
                        Optional.of(IpPrefix.parse("10.1.2.3/20")),
                        Optional.of(IpPrefix.parse("10.9.0.1")));
        WatchRows.Taken taken = rows().take(List.of(filter), 25).get(0);

        VibWatch row = kernel.row(taken.row());
        assertEquals(taken.id(), row.id());
        assertEquals(4, row.family());
        assertEquals(6, row.proto());
        assertEquals(80, row.dport());
        assertEquals(0, row.sport());
        assertEquals(4, row.ifindex());
        assertEquals(25, row.rate());
        assertEquals(1, row.flags());
        assertArrayEquals(new int[] {0x0a010000, 0, 0, 0}, row.saddr());
        assertArrayEquals(new int[] {0xfffff000, 0, 0, 0}, row.smask());
        assertArrayEquals(new int[] {-1, 0, 0, 0}, row.dmask());
        assertEquals(now + WatchRows.KEPT_NANOS, row.expires());
        assertEquals(List.of(true), looks);
    }

    @Test
    void prefixOfIpv6IsMaskedByWords() {
        PacketFilter filter =
                new PacketFilter(
                        Optional.of(IpPrefix.parse("fd00:1::ff/40")),
                        Optional.empty(),
                        0,
                        0,
                        0,
                        0,
                        false);
        VibWatch row = kernel.row(rows().take(List.of(filter), 1).get(0).row());

        assertEquals(6, row.family());
        assertEquals(0, row.flags());
        assertArrayEquals(new int[] {-1, 0xff000000, 0, 0}, row.smask());
        assertArrayEquals(new int[] {0xfd000001, 0, 0, 0}, row.saddr());
    }

    @Test
    void keptRowEndsLater() {
        WatchRows rows = rows();
        List<WatchRows.Taken> taken = rows.take(List.of(ANYTHING), 1);
        now += 2000;
        rows.keep(taken);

        VibWatch row = kernel.row(taken.get(0).row());
        assertEquals(now + WatchRows.KEPT_NANOS, row.expires());
        assertEquals(taken.get(0).id(), row.id());
    }

    @Test
    void looksAsLongAsSomebodyWatches() {
        WatchRows rows = rows();
        List<WatchRows.Taken> one = rows.take(List.of(ANYTHING), 1);
        List<WatchRows.Taken> other = rows.take(List.of(ANYTHING), 1);
        rows.give(one);
        assertEquals(List.of(true, true), looks);

        rows.give(other);
        assertEquals(List.of(true, true, false), looks);
        assertEquals(0, kernel.row(one.get(0).row()).id());
        assertEquals(0, kernel.row(other.get(0).row()).id());
    }

    @Test
    void rowsAreGivenAgainWithOtherIds() {
        WatchRows rows = rows();
        List<WatchRows.Taken> one = rows.take(List.of(ANYTHING), 1);
        rows.give(one);
        List<WatchRows.Taken> next = rows.take(List.of(ANYTHING), 1);

        assertEquals(one.get(0).row(), next.get(0).row());
        assertNotEquals(one.get(0).id(), next.get(0).id());
    }

    @Test
    void takesAllOrNone() {
        WatchRows rows = rows();
        rows.take(Collections.nCopies(WatchRows.MOST - 1, ANYTHING), 1);
        int before = kernel.writes();

        IllegalStateException refused =
                assertThrows(
                        IllegalStateException.class,
                        () -> rows.take(List.of(ANYTHING, ANYTHING), 1));
        assertEquals("15 of 16 watches are in use, and this needs 2", refused.getMessage());
        assertEquals(before, kernel.writes());
        assertEquals(1, rows.take(List.of(ANYTHING), 1).size());
    }

    @Test
    void clearsWhatAnEarlierDaemonLeft() {
        kernel.leave(5, VibWatch.ZERO.withId(9));
        WatchRows unused = rows();

        assertEquals(0, kernel.row(5).id());
        assertEquals(List.of(false), looks);
    }

    @Test
    void writesNothingWhenNothingWasLeft() {
        WatchRows unused = rows();

        assertEquals(0, kernel.writes());
        assertEquals(List.of(), looks);
    }
}

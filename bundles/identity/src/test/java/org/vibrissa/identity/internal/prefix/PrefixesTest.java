package org.vibrissa.identity.internal.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.internal.FakeIpcache;
import org.vibrissa.net.IpPrefix;

final class PrefixesTest {
    private static final IpPrefix TEN = IpPrefix.parse("10.0.0.0/8");
    private static final IpPrefix ONE = IpPrefix.parse("1.1.1.1/32");
    private static final IpPrefix SIX = IpPrefix.parse("2001:db8::/32");

    private final FakeIpcache ipcache = new FakeIpcache();
    private final TreeMap<Integer, Identity> rows = new TreeMap<>();

    private Prefixes prefixes(int count) {
        return new Prefixes(ipcache, this::row, Identity.LOCAL_FIRST + count - 1);
    }

    private void row(List<Identity> puts, List<Integer> removes) {
        puts.forEach(identity -> rows.put(identity.number(), identity));
        removes.forEach(rows::remove);
    }

    @Test
    void isInTheTableBeforeItIsInForceAndOutOfForceBeforeItGoes() {
        Prefixes prefixes = prefixes(4);
        Identity ten = prefixes.hold("p", TEN);
        assertEquals(ten, rows.get(ten.number()));
        assertEquals(List.of("cidr:10.0.0.0/8", "reserved:world"), ten.labels().texts());
        assertEquals(TEN, ten.prefix().orElseThrow());
        assertTrue(ipcache.entries.isEmpty());
        prefixes.activate("other");
        assertTrue(ipcache.entries.isEmpty());
        prefixes.activate("p");
        assertEquals(Map.of(TEN, Ipcache.Entry.within(ten.number())), ipcache.entries);
        prefixes.release("p", Set.of(TEN));
        assertTrue(ipcache.entries.isEmpty());
        assertTrue(rows.isEmpty());
    }

    @Test
    void staysUntilItsLastHolder() {
        Prefixes prefixes = prefixes(4);
        assertEquals(prefixes.hold("p", TEN), prefixes.hold("q", IpPrefix.parse("10.1.2.3/8")));
        prefixes.activate("q");
        prefixes.release("p", Set.of(TEN, SIX));
        assertEquals(1, ipcache.entries.size());
        prefixes.release("q", Set.of(TEN));
        assertTrue(rows.isEmpty());
    }

    @Test
    void replacesAllOfAHolderInOneStep() {
        Prefixes prefixes = prefixes(4);
        int ten = prefixes.replace("p", Set.of(TEN, ONE)).get(TEN).number();
        prefixes.activate("p");
        assertEquals(ten, prefixes.replace("p", Set.of(TEN, SIX)).get(TEN).number());
        assertFalse(ipcache.entries.containsKey(ONE));
        assertEquals(2, rows.size());
        prefixes.replace("p", Set.of());
        assertTrue(rows.isEmpty());
        assertTrue(ipcache.entries.isEmpty());
    }

    @Test
    void refusesAllWhenNotAllFit() {
        Prefixes prefixes = prefixes(2);
        prefixes.hold("p", TEN);
        assertThrows(IllegalStateException.class, () -> prefixes.replace("q", Set.of(ONE, SIX)));
        assertEquals(1, rows.size());
        prefixes.hold("q", ONE);
        assertNotEquals(rows.firstKey(), rows.lastKey());
    }

    @Test
    void keepsTheNumberThatTheKernelHasAfterARestart() {
        ipcache.entries.put(
                TEN, new Ipcache.Entry(Identity.LOCAL_FIRST + 2, 1, 7, Ipcache.Place.NODE));
        ipcache.entries.put(
                ONE, new Ipcache.Entry(Identity.LOCAL_FIRST + 3, 0, 0, Ipcache.Place.ELSEWHERE));
        Prefixes prefixes = prefixes(4);
        assertEquals(Identity.LOCAL_FIRST, prefixes.hold("p", SIX).number());
        assertEquals(Identity.LOCAL_FIRST + 2, prefixes.hold("p", TEN).number());
        prefixes.hold("p", IpPrefix.parse("9.0.0.0/8"));
        assertThrows(
                IllegalStateException.class, () -> prefixes.hold("p", IpPrefix.parse("8.0.0.0/8")));
        prefixes.settle();
        assertEquals(
                Identity.LOCAL_FIRST + 3, prefixes.hold("p", IpPrefix.parse("8.0.0.0/8")).number());
        assertTrue(ipcache.settled);
    }
}

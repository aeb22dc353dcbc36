package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.datapath.Ipcache.Entry;
import org.vibrissa.datapath.Ipcache.Place;
import org.vibrissa.datapath.internal.bpf.IpcacheEntry;
import org.vibrissa.datapath.internal.bpf.IpcacheKey;
import org.vibrissa.datapath.internal.bpf.IphashKey;
import org.vibrissa.net.IpPrefix;

class IpcacheTableTest {
    private static final IpPrefix NET = IpPrefix.parse("10.1.0.0/16");
    private static final Entry LOW = new Entry(100, 1, 0, Place.POOL);
    private static final Entry HIGH = new Entry(200, 2, 7, Place.NODE);

    private final FakeMap<IphashKey, IpcacheEntry> hash = new FakeMap<>();
    private final FakeMap<IpcacheKey, IpcacheEntry> trie = new FakeMap<>();
    private int changes;
    @TempDir private Path folder;
    private IpcacheTable table;

    @BeforeEach
    void start() {
        table =
                new IpcacheTable(
                        new PrefixMaps(hash, trie),
                        new IpcacheOwners(folder.resolve("owners")),
                        () -> changes++);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "10.1.2.0/24",
                "10.1.2.3/32",
                "::/0",
                "fd00::/64",
                "fd00::1/128"
            })
    void bringsEveryPrefixBack(String text) {
        table.put("a", 1, IpPrefix.parse(text), HIGH);
        assertEquals(Map.of(IpPrefix.parse(text), HIGH), table.list());
    }

    @ParameterizedTest
    @EnumSource(value = Place.class, mode = EnumSource.Mode.EXCLUDE, names = "WITHIN")
    void bringsEveryPlaceBack(Place place) {
        Entry entry = new Entry(1, 2, 3, place);
        table.put("a", 1, NET, entry);
        assertEquals(entry, table.list().get(NET));
    }

    @Test
    void putsSingleAddressesInTheHashAndTheRestInTheTrie() {
        table.put("a", 1, IpPrefix.parse("10.1.2.3/32"), LOW);
        table.put("a", 1, NET, LOW);
        assertEquals(1, hash.clear());
        assertEquals(1, trie.clear());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.0/24", "10.1.2.3/32"})
    void goesTheWayOfThePrefixAround(String text) {
        IpPrefix inner = IpPrefix.parse(text);
        table.put("cidr", 10, inner, Entry.within(1 << 24));
        assertEquals(new Entry(1 << 24, 0, 0, Place.ELSEWHERE), table.list().get(inner));
        table.put("a", 100, NET, HIGH);
        assertEquals(new Entry(1 << 24, 2, 7, Place.NODE), table.list().get(inner));
        table.put("cidr", 10, IpPrefix.parse("10.1.0.0/20"), Entry.within(5));
        assertEquals(new Entry(1 << 24, 2, 7, Place.NODE), table.list().get(inner));
        table.put("a", 100, IpPrefix.parse("10.1.0.0/18"), LOW);
        assertEquals(new Entry(1 << 24, 1, 0, Place.POOL), table.list().get(inner));
        table.remove("a", IpPrefix.parse("10.1.0.0/18"));
        table.remove("a", NET);
        assertEquals(new Entry(1 << 24, 0, 0, Place.ELSEWHERE), table.list().get(inner));
        table.removeAll("cidr");
        assertEquals(Map.of(), table.list());
    }

    @Test
    void yieldsToWhoeverKnowsThePrefixBetter() {
        table.put("cidr", 10, NET, Entry.within(1 << 24));
        table.put("node", 50, NET, HIGH);
        assertEquals(HIGH, table.list().get(NET));
        table.remove("node", NET);
        assertEquals(new Entry(1 << 24, 0, 0, Place.ELSEWHERE), table.list().get(NET));
    }

    @Test
    void obeysTheHighestPriorityInWhateverOrder() {
        table.put("high", 200, NET, HIGH);
        table.put("low", 100, NET, LOW);
        assertEquals(HIGH, table.list().get(NET));
        table.remove("high", NET);
        assertEquals(LOW, table.list().get(NET));
        table.put("high", 200, NET, HIGH);
        assertEquals(HIGH, table.list().get(NET));
        table.remove("low", NET);
        assertEquals(HIGH, table.list().get(NET));
        table.remove("high", NET);
        assertEquals(Map.of(), table.list());
    }

    @Test
    void changesAContributionInPlace() {
        table.put("a", 100, NET, LOW);
        table.put("a", 100, NET, HIGH);
        assertEquals(HIGH, table.list().get(NET));
        table.remove("a", NET);
        assertEquals(Map.of(), table.list());
    }

    @Test
    void takesHostBitsAsTheirNetwork() {
        table.put("a", 100, IpPrefix.parse("10.1.2.3/16"), LOW);
        assertEquals(LOW, table.list().get(NET));
        table.remove("a", NET);
        assertEquals(Map.of(), table.list());
    }

    @Test
    void retractsOneOwnersShareAlone() {
        IpPrefix other = IpPrefix.parse("fd00::/64");
        table.put("one", 100, NET, LOW);
        table.put("one", 200, other, HIGH);
        table.put("two", 100, other, LOW);
        table.removeAll("one");
        assertEquals(Map.of(other, LOW), table.list());
        table.removeAll("nobody");
        table.remove("one", NET);
        assertEquals(Map.of(other, LOW), table.list());
    }

    @Test
    void tellsOfEveryChangeAndOfNothingElse() {
        table.put("high", 200, NET, HIGH);
        assertEquals(1, changes);
        table.put("high", 200, NET, HIGH);
        table.put("low", 100, NET, LOW);
        table.remove("low", NET);
        assertEquals(1, changes, "what is in force stayed the same");
        table.remove("high", NET);
        assertEquals(2, changes);
    }

    @Test
    void countsManyChangesAsOne() {
        IpPrefix other = IpPrefix.parse("fd00::/64");
        table.change("a", 100, Map.of(NET, LOW, other, LOW), Set.of());
        assertEquals(1, changes);
        table.change("a", 100, Map.of(NET, HIGH), Set.of(other));
        assertEquals(Map.of(NET, HIGH), table.list());
        assertEquals(2, changes);
    }

    @Test
    void replacesOneOwnersShareWhole() {
        IpPrefix other = IpPrefix.parse("fd00::/64");
        IpPrefix third = IpPrefix.parse("10.9.0.0/24");
        table.put("two", 200, third, HIGH);
        table.replace("one", 100, Map.of(NET, LOW, other, LOW));
        assertEquals(2, changes);
        table.replace("one", 100, Map.of(IpPrefix.parse("10.1.2.3/16"), LOW, third, LOW));
        assertEquals(Map.of(NET, LOW, third, HIGH), table.list());
        assertEquals(3, changes);
        table.replace("one", 100, Map.of(NET, LOW, third, LOW));
        assertEquals(3, changes, "nothing was another");
    }

    @Test
    void keepsWhatAnEarlierDaemonLeftUntilEveryOwnerHasSpoken() {
        IpPrefix other = IpPrefix.parse("fd00::/64");
        IpPrefix stale = IpPrefix.parse("10.9.0.0/24");
        table.put("one", 100, NET, LOW);
        table.put("two", 100, other, HIGH);
        table.put("two", 100, stale, HIGH);
        start();
        assertEquals(Set.of("one", "two"), table.awaited());
        table.replace("one", 100, Map.of(NET, LOW));
        assertEquals(Map.of(NET, LOW, other, HIGH, stale, HIGH), table.list());
        table.put("two", 100, other, HIGH);
        assertEquals(Set.of("two"), table.awaited());
        int before = changes;
        table.settled("two");
        assertEquals(Map.of(NET, LOW, other, HIGH), table.list());
        assertEquals(before + 1, changes);
        assertEquals(Set.of(), table.awaited());
    }

    @Test
    void waitsNoMoreForAnOwnerThatLeft() {
        table.put("one", 100, NET, LOW);
        table.put("two", 100, IpPrefix.parse("fd00::/64"), HIGH);
        table.removeAll("two");
        start();
        assertEquals(Set.of("one"), table.awaited());
        table.settled("one");
        assertEquals(Map.of(), table.list());
    }
}

package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
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
    private final IpcacheTable table = new IpcacheTable(hash, trie, () -> changes++);

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
    @EnumSource(Place.class)
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
}

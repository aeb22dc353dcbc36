package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.MapFullException;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PerCpuMap;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.PutMode;
import org.vibrissa.bpf.internal.own.TestTypes.Count;
import org.vibrissa.bpf.internal.own.TestTypes.Flow;
import org.vibrissa.bpf.internal.own.TestTypes.Prefix;

@Tag("bpf")
class MapTest {
    private final TestHost host = new TestHost();
    private final BpfObject object =
            host.bundle("org.test.maps")
                    .load(ObjectRequest.of("bpf/basic.bpf.o").onlyPrograms("t_verdict"));

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void writesReadsAndDeletesAHundredThousandEntriesByBatches() {
        BpfMap<Flow, Count> map = object.map("t_hash", TestTypes.FLOW, TestTypes.COUNT);
        Map<Flow, Count> all = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            all.put(new Flow(i, (short) (i % 7)), new Count(i, 2L * i));
        }
        map.putAll(all);
        assertEquals(all, map.entries());
        List<Flow> doomed = new ArrayList<>(all.keySet()).subList(0, 40_000);
        doomed = new ArrayList<>(doomed);
        doomed.add(17, new Flow(-1, (short) 1));
        doomed.add(new Flow(-2, (short) 1));
        assertEquals(40_000, map.deleteAll(doomed));
        assertEquals(60_000, map.entries().size());
        assertEquals(60_000, map.clear());
        assertTrue(map.entries().isEmpty());
    }

    @Test
    void tellsConditionsFromErrors() {
        BpfMap<Flow, Count> map = object.map("t_hash", TestTypes.FLOW, TestTypes.COUNT);
        Flow key = new Flow(1, (short) 2);
        assertEquals(Optional.empty(), map.get(key));
        assertFalse(map.put(key, new Count(1, 1), PutMode.EXIST));
        assertTrue(map.put(key, new Count(1, 1), PutMode.NOEXIST));
        assertFalse(map.put(key, new Count(2, 2), PutMode.NOEXIST));
        assertEquals(Optional.of(new Count(1, 1)), map.get(key));
        assertTrue(map.delete(key));
        assertFalse(map.delete(key));
    }

    @Test
    void namesAFullMapAndItsSize() {
        BpfMap<Prefix, Integer> trie = object.map("t_lpm", TestTypes.PREFIX, PlainCodecs.U32);
        Map<Prefix, Integer> all = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            all.put(new Prefix(32, i), i);
        }
        trie.putAll(all);
        assertEquals(all, trie.entries());
        MapFullException full =
                assertThrows(MapFullException.class, () -> trie.put(new Prefix(32, 99), 1));
        assertEquals(64, full.maxEntries());
        BpfMap<Integer, Count> array = object.map("t_array", PlainCodecs.U32, TestTypes.COUNT);
        BpfException out = assertThrows(BpfException.class, () -> array.put(16, new Count(0, 0)));
        assertTrue(out.getMessage().contains("indices end at 15"), out::getMessage);
    }

    @Test
    void keepsOneValuePerCpu() {
        PerCpuMap<Integer, Count> hash =
                object.map("t_cpu_hash", PlainCodecs.U32, TestTypes.COUNT).perCpu();
        List<Count> values = new ArrayList<>();
        for (int cpu = 0; cpu < hash.cpus(); cpu++) {
            values.add(new Count(cpu + 1, cpu * 10L));
        }
        hash.put(5, values);
        assertEquals(Optional.of(values), hash.get(5));
        assertEquals(Map.of(5, values), hash.entries());
        assertTrue(hash.delete(5));
        PerCpuMap<Integer, Integer> array =
                object.map("t_cpu_array", PlainCodecs.U32, PlainCodecs.U32).perCpu();
        array.put(2, Collections.nCopies(array.cpus(), 7));
        assertEquals(Optional.of(7 * array.cpus()), array.fold(2, Integer::sum));
        assertEquals(4, array.entries().size());
    }

    @Test
    void anLruMapDropsOldEntries() {
        BpfMap<Integer, Count> lru = object.map("t_lru", PlainCodecs.U32, TestTypes.COUNT);
        for (int i = 0; i < 5000; i++) {
            lru.put(i, new Count(i, 0));
        }
        int left = lru.entries().size();
        assertTrue(left > 100 && left <= 1024, () -> left + " entries");
        assertTrue(lru.get(4999).isPresent());
    }

    @Test
    void aClosedObjectsMapsRefuseToWork() {
        BpfMap<Flow, Count> map = object.map("t_hash", TestTypes.FLOW, TestTypes.COUNT);
        object.close();
        IllegalStateException closed =
                assertThrows(IllegalStateException.class, () -> map.get(new Flow(1, (short) 1)));
        assertTrue(closed.getMessage().contains("no longer org.test.maps"), closed::getMessage);
    }
}

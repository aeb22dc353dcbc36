package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.internal.map.MapCensus;
import org.vibrissa.bpf.internal.own.TestTypes.Count;
import org.vibrissa.bpf.internal.own.TestTypes.Flow;

@Tag("bpf")
class MapCensusTest {
    private final TestHost host = new TestHost();
    private final BpfObject object =
            host.bundle("org.test.census")
                    .load(ObjectRequest.of("bpf/basic.bpf.o").onlyPrograms("t_verdict"));
    private final MapCensus census = new MapCensus(new Inventory(host.node())::openMaps);

    @AfterEach
    void end() {
        census.close();
        host.close();
    }

    private Map<Integer, Long> awaitFirst() throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (census.entries().isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for a census");
            Thread.sleep(1);
        }
        return census.entries();
    }

    @Test
    void countsEntriesOfMapsThatMayHaveRoom() throws InterruptedException {
        BpfMap<Flow, Count> map = object.map("t_hash", TestTypes.FLOW, TestTypes.COUNT);
        Map<Flow, Count> all = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            all.put(new Flow(i, (short) 1), new Count(i, i));
        }
        map.putAll(all);
        Map<Integer, Long> entries = awaitFirst();
        assertEquals(5_000, entries.get(map.info().id()));
        for (var item : new Inventory(host.node()).maps()) {
            assertEquals(
                    MapCensus.counts(item.info()),
                    entries.containsKey(item.info().id()),
                    item.info().toString());
        }
        map.clear();
        assertEquals(entries, census.entries(), "it was counted again at once");
    }

    @Test
    void countsNoMoreWhenItIsClosed() {
        census.close();
        assertTrue(census.entries().isEmpty());
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("bpf-map-census")));
    }
}

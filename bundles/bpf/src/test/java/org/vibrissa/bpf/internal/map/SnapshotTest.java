package org.vibrissa.bpf.internal.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final Snapshot snapshot = new Snapshot(4, 8);
    private final ByteBuffer entry = ByteBuffer.allocate(16);

    private ByteBuffer entry(int key, long value) {
        return entry.putInt(0, key).putLong(4, value);
    }

    @Test
    void findsEachOfManyEntries() {
        for (int i = 0; i < 50_000; i++) {
            assertTrue(snapshot.add(entry(i * 31, i), 0, entry, 4));
        }
        for (int i = 0; i < 50_000; i++) {
            int found = snapshot.find(entry(i * 31, i), 0);
            assertTrue(snapshot.hasValue(found, entry, 4));
            snapshot.mark(found);
        }
        assertEquals(-1, snapshot.find(entry(7, 0), 0));
        snapshot.forEachUnmarked(i -> assertEquals(-1, i));
    }

    @Test
    void keepsTheFirstCopyUnlessItIsSetOrRemoved() {
        assertTrue(snapshot.add(entry(1, 10), 0, entry, 4));
        assertFalse(snapshot.add(entry(1, 11), 0, entry, 4));
        assertTrue(snapshot.hasValue(snapshot.find(entry(1, 10), 0), entry, 4));
        snapshot.set(entry(1, 12), 0, entry, 4);
        assertTrue(snapshot.hasValue(snapshot.find(entry(1, 12), 0), entry, 4));
        snapshot.remove(entry(2, 0), 0);
        assertFalse(snapshot.add(entry(2, 20), 0, entry, 4));
        assertEquals(-1, snapshot.find(entry(2, 0), 0));
        List<Integer> unmarked = new ArrayList<>();
        snapshot.forEachUnmarked(unmarked::add);
        assertEquals(List.of(0), unmarked);
    }
}

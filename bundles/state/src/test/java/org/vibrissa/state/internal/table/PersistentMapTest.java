package org.vibrissa.state.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    /** A key of which many have the same hash. */
    private record Key(int number, int spread) {
        @Override
        public int hashCode() {
            return number % spread * 0x01000193;
        }
    }

    @Test
    void isAHashMapWhoseOldSnapshotsStay() {
        for (int spread : new int[] {1, 7, 1 << 20}) {
            Random random = new Random(spread);
            Map<Key, Integer> model = new HashMap<>();
            PersistentMap<Key, Integer> map = PersistentMap.empty();
            for (int i = 0; i < 5000; i++) {
                Key key = new Key(random.nextInt(400), spread);
                PersistentMap<Key, Integer> before = map;
                Map<Key, Integer> beforeModel = i % 250 == 0 ? new HashMap<>(model) : Map.of();
                if (random.nextInt(5) < 2) {
                    map = map.remove(key);
                    model.remove(key);
                } else {
                    map = map.put(key, i);
                    model.put(key, i);
                }
                assertEquals(Optional.ofNullable(model.get(key)), map.get(key));
                if (i % 250 == 0) {
                    assertEquals(model, copy(map));
                    assertEquals(model.size(), map.size());
                    assertEquals(beforeModel, copy(before));
                }
            }
            for (Key key : copy(map).keySet()) {
                map = map.remove(key);
            }
            assertEquals(0, map.size());
            assertEquals(Map.of(), copy(map));
        }
    }

    @Test
    void anEqualValueIsNoChange() {
        PersistentMap<String, String> map = PersistentMap.<String, String>empty().put("a", "b");
        assertSame(map, map.put("a", new String("b")));
        assertSame(map, map.remove("c"));
    }

    private static <K, V> Map<K, V> copy(PersistentMap<K, V> map) {
        Map<K, V> copy = new HashMap<>();
        map.forEach(e -> copy.put(e.getKey(), e.getValue()));
        return copy;
    }
}

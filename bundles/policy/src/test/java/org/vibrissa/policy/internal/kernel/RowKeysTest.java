package org.vibrissa.policy.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vibrissa.policy.internal.rule.Direction;

class RowKeysTest {
    @Test
    void knowsWhatAMapWouldKnow() {
        RowKeys keys = new RowKeys();
        Map<PolicyKey, Boolean> model = new HashMap<>();
        Random random = new Random(4711);
        for (int i = 0; i < 200_000; i++) {
            PolicyKey key = key(random);
            if (random.nextInt(5) < 3) {
                boolean deny = random.nextBoolean();
                keys.put(key, deny);
                model.put(key, deny);
            } else {
                keys.remove(key);
                model.remove(key);
            }
            assertEquals(model.size(), keys.size());
            PolicyKey other = key(random);
            assertEquals(model.containsKey(other), keys.contains(other));
            assertEquals(model.getOrDefault(other, false), keys.denies(other));
        }
        keys.clear();
        assertEquals(0, keys.size());
    }

    private static PolicyKey key(Random random) {
        int set = 1 + random.nextInt(20);
        int identity = 256 + random.nextInt(30);
        Direction direction = Direction.values()[random.nextInt(2)];
        return switch (random.nextInt(3)) {
            case 0 -> PolicyKey.all(set, identity, direction);
            case 1 -> PolicyKey.protocol(set, identity, direction, random.nextInt(2) * 6);
            default -> PolicyKey.port(set, identity, direction, 6, random.nextInt(4));
        };
    }
}

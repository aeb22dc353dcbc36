package org.vibrissa.policy.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.policy.internal.rule.Direction;

class PolicyKeyTest {
    @Test
    void survivesTheKernelsLayout() {
        for (PolicyKey key :
                List.of(
                        PolicyKey.all(7, 0, Direction.EGRESS),
                        PolicyKey.protocol(7, 1 << 24, Direction.INGRESS, 132),
                        PolicyKey.port(-1, 300, Direction.EGRESS, 255, 65535),
                        new PolicyKey(1, 2, Direction.INGRESS, 6, 0x8000, 1),
                        PolicyKey.protocol(7, 5, Direction.INGRESS, 0))) {
            ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
            KeyCodec.INSTANCE.write(key, bytes, 4);
            assertEquals(key, KeyCodec.INSTANCE.read(bytes, 4));
        }
    }

    @Test
    void refusesWhatIsNoPrefix() {
        for (int[] bad :
                new int[][] {{6, 81, 15}, {-1, 0, 1}, {256, 0, 0}, {6, 65536, 16}, {6, 80, 17}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new PolicyKey(1, 1, Direction.INGRESS, bad[0], bad[1], bad[2]));
        }
    }

    @Test
    void takesTheSizeOfTheMapFromMemory() {
        assertEquals(65_536, MapSize.byMemory(512L << 20));
        assertEquals(671_088, MapSize.byMemory(8L << 30));
        assertEquals(4_194_304, MapSize.byMemory(1L << 40));
    }
}

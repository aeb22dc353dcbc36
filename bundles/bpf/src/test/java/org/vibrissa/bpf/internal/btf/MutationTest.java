package org.vibrissa.bpf.internal.btf;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Damages a real object in many ways: it is read, or refused with a place, and always at once. */
class MutationTest {
    private static final int ROUNDS = 6000;
    private static final byte[] EDGES = {0, 1, 2, 3, 0x0f, 0x13, 0x7f, (byte) 0x80, -2, -1};

    @Test
    void everyDamageIsReadOrRefused() throws Exception {
        byte[] original = CompiledObject.of("shapes.bpf.c", "bpfel");
        MalformedObjectTest.useAll(original);
        AtomicInteger seed = new AtomicInteger();
        int refused =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(60),
                        () -> {
                            int count = 0;
                            for (; seed.get() < ROUNDS; seed.incrementAndGet()) {
                                count += refuses(original, seed.get()) ? 1 : 0;
                            }
                            return count;
                        },
                        () -> "too long at seed " + seed);
        assertTrue(refused > ROUNDS / 10, refused + " of " + ROUNDS + " refused");
    }

    private static boolean refuses(byte[] original, int seed) {
        try {
            MalformedObjectTest.useAll(damage(original, new Random(seed)));
            return false;
        } catch (MalformedObjectException e) {
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = original.clone();
        // Half of the damage goes to the BTF, where the structure is.
        int btf = indexOf(original, new byte[] {(byte) 0x9f, (byte) 0xeb, 1, 0});
        for (int i = random.nextInt(8); i >= 0; i--) {
            int from = random.nextBoolean() ? btf : 0;
            int span = Math.min(bytes.length - from, 6000);
            int at = from + random.nextInt(span);
            bytes[at] =
                    random.nextBoolean()
                            ? EDGES[random.nextInt(EDGES.length)]
                            : (byte) random.nextInt();
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static int indexOf(byte[] bytes, byte[] pattern) {
        for (int at = 0; at + pattern.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        throw new AssertionError("no BTF in the object");
    }
}

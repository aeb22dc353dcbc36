package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.NotSupportedException;

class KernelNeedsTest {
    /** A kernel with everything but {@code bpf_loop}. */
    private static final Features OLD =
            new Features(
                    "5.15.0", 1, 250, true, true, true, true, true, true, true, true, false, true,
                    true);

    private record Vendor(String symbolicName, String version) implements Owner {
        @Override
        public Optional<byte[]> entry(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> objects() {
            return List.of();
        }
    }

    private static final Owner VENDOR = new Vendor("org.test.vendor", "1.0.0");

    @Test
    void namesTheFeatureThatTheKernelLacks() {
        KernelNeeds.check(VENDOR, Set.of("tcx", "lruHash"), OLD);
        NotSupportedException refused =
                assertThrows(
                        NotSupportedException.class,
                        () -> KernelNeeds.check(VENDOR, Set.of("loop"), OLD));
        assertEquals("loop", refused.feature());
        assertEquals(
                "org.test.vendor/1.0.0 needs kernel feature loop, which kernel 5.15.0 lacks",
                refused.getMessage());
    }

    @Test
    void knowsEveryFeatureByTheNameOfItsComponent() {
        List<String> components =
                Arrays.stream(Features.class.getRecordComponents())
                        .filter(c -> c.getType() == boolean.class)
                        .map(c -> c.getName())
                        .toList();
        assertEquals(components, Features.NAMES);
        Features.NAMES.forEach(name -> assertEquals(!name.equals("loop"), OLD.has(name), name));
    }
}

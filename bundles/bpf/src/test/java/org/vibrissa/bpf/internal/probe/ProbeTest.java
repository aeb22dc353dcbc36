package org.vibrissa.bpf.internal.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.NotSupportedException;
import org.vibrissa.bpf.internal.kernel.Bpf;

class ProbeTest {
    private static Features kernel(boolean modern) {
        return new Features(
                modern ? "5.15.0" : "5.10.0",
                2,
                250,
                false,
                true,
                true,
                modern,
                true,
                true,
                modern,
                false,
                false,
                true,
                true);
    }

    @Test
    void refusesAnOldKernelByTheFeatureItLacks() {
        KernelRequirements.check(kernel(true));
        NotSupportedException refused =
                assertThrows(
                        NotSupportedException.class, () -> KernelRequirements.check(kernel(false)));
        assertEquals("checkMtu", refused.feature());
        assertTrue(refused.getMessage().contains("5.10.0"), refused::getMessage);
    }

    @Test
    void readsListsOfCpus() {
        assertEquals(4, PossibleCpus.parse("0-3\n"));
        assertEquals(1, PossibleCpus.parse("0"));
        assertEquals(12, PossibleCpus.parse("0,2-5,8-11"));
    }

    @Test
    void findsTheTickRate() throws IOException {
        assertEquals(
                OptionalInt.of(300),
                KernelHz.parse(
                        new ByteArrayInputStream(
                                "# CONFIG_HZ_250 is not set\nCONFIG_HZ=300\n"
                                        .getBytes(StandardCharsets.US_ASCII))));
        assertEquals(250, KernelHz.nearest(243.7));
        assertEquals(1000, KernelHz.nearest(1003));
        assertEquals(100, KernelHz.nearest(99));
    }

    @Test
    @Tag("bpf")
    void probesTheRunningKernel() {
        FeatureProbe probe = new FeatureProbe(new Bpf());
        Features features = probe.probe();
        KernelRequirements.check(features);
        assertEquals(
                features.kernelHz(), new KernelHz(probe::jiffies).measure(), features::toString);
        assertTrue(features.possibleCpus() >= Runtime.getRuntime().availableProcessors());
    }
}

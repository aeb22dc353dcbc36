package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void rootHasAll() {
        assertEquals(List.of(), Capabilities.missing("Name:\tx\nCapEff:\t000001ffffffffff\n"));
    }

    @Test
    void namesWhatIsMissing() {
        List<String> missing = Capabilities.missing("CapEff:\t0000000000001000\n");
        assertEquals(3, missing.size());
        assertTrue(missing.get(2).startsWith("CAP_BPF"), missing.toString());
    }
}

package org.vibrissa.datapath.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.runtime.Node;

class HostMarkTest {
    private final List<String> stops = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"", "vibrissa node h1", "uplink of rack 7"})
    void letsInItsOwnNodeAndAnUnmarkedDevice(String found) {
        assertEquals("vibrissa node h1", mark(found).alias());
        assertTrue(stops.isEmpty(), stops::toString);
    }

    @Test
    void endsTheDaemonWhereAnotherNodesDatapathIs() {
        assertThrows(IllegalStateException.class, () -> mark("vibrissa node h"));
        assertEquals(1, stops.size());
        assertTrue(stops.get(0).startsWith("1 node 'h1' cannot start: "), stops::toString);
        assertTrue(stops.get(0).contains("'vibrissa down --purge --node h'"), stops::toString);
    }

    private HostMark mark(String found) {
        return HostMark.on(found, new NamedNode("h1"), (code, why) -> stops.add(code + " " + why));
    }

    private record NamedNode(String name) implements Node {
        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Path runDir() {
            return Path.of("/run");
        }

        @Override
        public Path stateDir() {
            return Path.of("/run");
        }

        @Override
        public Path bpfDir() {
            return Path.of("/run");
        }

        @Override
        public Path configDir() {
            return Path.of("/run");
        }
    }
}

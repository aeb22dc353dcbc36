package org.vibrissa.fleet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.fleet.internal.TestHost.GROUP;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.fleet.internal.replica.Entry;
import org.vibrissa.fleet.internal.replica.StoreMirror;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/** A mirror that no watch tells of anything. */
class StoreMirrorTest {
    private static final ResourceKey KEY = ResourceKey.of(GROUP, "g");

    @TempDir Path folder;
    private final HybridClock hybrid = new HybridClock(Clock.systemUTC());
    private final List<Entry> edited = new ArrayList<>();
    private TestHost host;
    private StoreMirror mirror;

    @BeforeEach
    void begin() {
        host = new TestHost(folder, "a").start();
        mirror =
                new StoreMirror(
                        host.store,
                        host.fleetFolder(),
                        "a",
                        Clock.systemUTC(),
                        hybrid,
                        edited::addAll);
        mirror.load();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void receive(int number) {
        Declaration content =
                new Declaration(
                        "vibrissa.org/v1",
                        new TreeMap<>(),
                        new TreeMap<>(),
                        TestHost.number(number));
        mirror.receive(
                List.of(Entry.live(KEY, new Version(hybrid.tick(), content.hash(), "b"), content)));
    }

    @Test
    void noticesADeleteOfWhatNoWatchHasToldOf() {
        receive(1);
        mirror.noticeDeletes();
        assertEquals(List.of(), edited);
        assertEquals(1, host.number(GROUP, "g"));
        host.delete(GROUP, "g");
        mirror.noticeDeletes();
        assertTrue(mirror.get(KEY).orElseThrow().deleted());
        assertEquals(List.of(mirror.get(KEY).orElseThrow()), edited);
        receive(2);
        assertEquals(2, host.number(GROUP, "g"), "an edit elsewhere after that");
    }
}

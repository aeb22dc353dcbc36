package org.vibrissa.datapath.internal.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.datapath.Chain;

class OwnerFileTest {
    @TempDir private Path folder;

    private Path path() {
        return folder.resolve("pipeline.owners");
    }

    @Test
    void readsWhatItWrote() {
        Map<Place, Stage> stages = new TreeMap<>();
        stages.put(new Place(Chain.EP, 17), Stage.adopted("org.test.one", "1.0.0", "count", 0));
        stages.put(
                new Place(Chain.HOST, 0), Stage.adopted("org.test.two", "2.0.0.q", "guard", 0x82));
        stages.put(new Place(Chain.NET, 3), Stage.nobody("vib_noop_3"));
        new OwnerFile(path()).write(stages);
        Map<Place, Stage> read = new OwnerFile(path()).read();
        assertEquals(2, read.size(), "a released slot has no owner to remember");
        Stage count = read.get(new Place(Chain.EP, 17));
        assertEquals("org.test.one", count.owner());
        assertEquals("1.0.0", count.version());
        assertEquals("count", count.name());
        assertTrue(count.program().isEmpty());
        assertEquals(0, count.provides());
        assertEquals(0x82, read.get(new Place(Chain.HOST, 0)).provides());
    }

    @Test
    void startsEmpty() {
        assertEquals(Map.of(), new OwnerFile(path()).read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ep.17",
                "ep=a 1 b",
                "ep.x=a 1 b",
                "ep.17.2=a 1 b",
                "nowhere.17=a 1 b",
                "ep.17=a 1",
                "ep.17=a 1 b c",
                "ep.17=a 1 b 0xg",
                "ep.17=a 1 b 0x1ffffffff",
                "ep.17=a 1 b 0x1 d",
                "=a 1 b"
            })
    void leavesABadLineOutAndKeepsTheOthers(String line) throws IOException {
        Files.writeString(path(), line + "\ndlv.24=org.test.one 1.0.0 deliver\n");
        Map<Place, Stage> read = new OwnerFile(path()).read();
        assertEquals(1, read.size(), read::toString);
        assertEquals("deliver", read.get(new Place(Chain.DLV, 24)).name());
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        Files.createDirectories(path());
        Files.writeString(path().resolve("occupied"), "");
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> new OwnerFile(path()).write(new TreeMap<>()));
        assertTrue(e.getMessage().contains(path().toString()), e.getMessage());
    }
}

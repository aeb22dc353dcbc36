package org.vibrissa.node.internal.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupBookTest {
    private static final Accepted VXLAN = new Accepted("vxlan", 20, 50, 70);
    private static final Accepted GENEVE = new Accepted("geneve", 21, 58, 78);

    @TempDir private Path folder;
    private final FakePaths kernel = new FakePaths();

    @Test
    void keepsNumbersOverRestarts() {
        GroupBook book = book();
        assertEquals(2, book.ensure("rack-a").number());
        assertEquals(1, book.ensure("default").number());
        assertEquals(3, book.ensure("rack-b").number());
        book.remove("rack-a");
        assertEquals(3, book().ensure("rack-b").number());
        assertEquals(2, book().ensure("rack-c").number());
    }

    @Test
    void adoptsWhatIsInForceWithoutAWrite() {
        GroupBook book = book();
        book.accept("default", VXLAN);
        book.force("default", "vxlan");
        int writes = kernel.slotWrites;
        GroupBook next = book();
        next.restore(Set.of("vxlan"));
        assertEquals(Optional.of("vxlan"), next.inForce("default"));
        assertEquals(writes, kernel.slotWrites);
    }

    @Test
    void believesTheKernelAfterACrashBetweenItsWriteAndTheFiles() {
        GroupBook book = book();
        book.accept("default", VXLAN);
        book.force("default", "vxlan");
        book.accept("default", GENEVE);
        kernel.setGroup(1, 21);
        assertEquals(Optional.of("geneve"), book().inForce("default"));
    }

    @Test
    void writesSlotsAgainAfterARebootOnceTheModeIsReady() {
        GroupBook book = book();
        book.accept("default", GENEVE);
        book.force("default", "geneve");
        kernel.slots.clear();
        GroupBook next = book();
        next.restore(Set.of());
        assertEquals(Map.of(), kernel.slots);
        next.restore(Set.of("geneve"));
        assertEquals(Map.of(1, 21), kernel.slots);
    }

    @Test
    void forcesOnlyWhatIsAccepted() {
        GroupBook book = book();
        book.accept("default", VXLAN);
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> book.force("default", "geneve"));
        assertTrue(refusal.getMessage().contains("accepts [vxlan]"), refusal.getMessage());
        assertEquals(Map.of(), kernel.slots);
    }

    @Test
    void keepsAcceptingWhatIsInForce() {
        GroupBook book = book();
        book.accept("default", VXLAN);
        book.accept("default", GENEVE);
        book.force("default", "geneve");
        assertThrows(IllegalStateException.class, () -> book.unaccept("default", "geneve"));
        book.unaccept("default", "vxlan");
        assertEquals(List.of("geneve"), book().get("default").orElseThrow().modes());
    }

    @Test
    void growsByTheLargestAcceptedOverhead() {
        GroupBook book = book();
        book.accept("default", VXLAN);
        book.accept("default", GENEVE);
        GroupRecord record = book().get("default").orElseThrow();
        assertEquals(58, record.overhead(false));
        assertEquals(78, record.overhead(true));
    }

    @Test
    void changesNothingWhenItCannotBeDurable() throws IOException {
        GroupBook book = book();
        book.accept("default", VXLAN);
        // A folder where the new file would be: the write fails, also for root.
        Files.createDirectories(folder.resolve("path-groups.json.new/occupied"));
        assertThrows(IllegalStateException.class, () -> book.accept("default", GENEVE));
        assertEquals(List.of("vxlan"), book.get("default").orElseThrow().modes());
    }

    @Test
    void namesAFileThatItCannotRead() throws IOException {
        Files.writeString(folder.resolve("path-groups.json"), "{\"default\": {\"numb");
        UncheckedIOException problem = assertThrows(UncheckedIOException.class, this::book);
        assertTrue(problem.getMessage().contains("path-groups.json"), problem.getMessage());
    }

    private GroupBook book() {
        return GroupBook.in(folder.resolve("path-groups.json"), kernel);
    }
}

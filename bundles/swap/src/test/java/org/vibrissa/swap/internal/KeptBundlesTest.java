package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptBundlesTest {
    @TempDir private Path folder;

    private static BundleFile file(String name, String version) {
        return BundleFile.parse(Jars.bundle(name, version), "test");
    }

    @Test
    void keepsTheLastVersionOfEachName() throws IOException {
        KeptBundles kept = new KeptBundles(folder.resolve("bundles"));
        assertEquals(List.of(), kept.list());
        kept.keep(file("org.b", "1.0.0"));
        kept.keep(file("org.a", "1.0.0"));
        BundleFile next = file("org.b", "2.0.0");
        kept.keep(next);
        List<Path> jars = new KeptBundles(folder.resolve("bundles")).list();
        assertEquals(
                List.of("org.a.jar", "org.b.jar"),
                jars.stream().map(jar -> jar.getFileName().toString()).toList());
        assertArrayEquals(next.bytes(), Files.readAllBytes(jars.get(1)));
    }

    @Test
    void forgetsOnRequest() {
        KeptBundles kept = new KeptBundles(folder);
        kept.keep(file("org.a", "1.0.0"));
        assertTrue(kept.has("org.a"));
        kept.forget("org.a");
        kept.forget("org.a");
        assertFalse(kept.has("org.a"));
        assertEquals(List.of(), kept.list());
    }

    @Test
    void doesNotTakeWhatACrashLeftForAJar() throws IOException {
        KeptBundles kept = new KeptBundles(folder);
        Files.writeString(folder.resolve("org.a.jar.new"), "half a j");
        assertEquals(List.of(), kept.list());
        kept.keep(file("org.a", "1.0.0"));
        assertEquals(1, kept.list().size());
    }

    @Test
    void keepsTheOldJarWhenTheNewOneCannotBeWritten() throws IOException {
        KeptBundles kept = new KeptBundles(folder);
        BundleFile first = file("org.a", "1.0.0");
        kept.keep(first);
        Files.createDirectory(folder.resolve("org.a.jar.new"));
        Files.writeString(folder.resolve("org.a.jar.new/occupied"), "");
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> kept.keep(file("org.a", "2.0.0")));
        assertTrue(e.getMessage().contains("org.a.jar"), e.getMessage());
        assertArrayEquals(first.bytes(), Files.readAllBytes(folder.resolve("org.a.jar")));
    }
}

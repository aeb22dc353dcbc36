package org.vibrissa.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCompilerTest {
    @TempDir Path folder;
    private Path feature;
    private Path jars;
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        feature =
                Files.writeString(
                        folder.resolve("f.json"),
                        "{\"feature-resource-version\":\"1.0\",\"id\":\"g:a:7\",\"bundles\":"
                                + "[{\"id\":\"g:b:1\",\"start-order\":3}]}");
        jars = Files.createDirectories(folder.resolve("jars"));
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("lib"));
    }

    @Test
    void writesTheListTwiceTheSameAndDropsOldJars() throws IOException {
        Files.writeString(jars.resolve("g.b-1.jar"), "content");
        Files.writeString(Files.createDirectories(home.resolve("bundles")).resolve("old.jar"), "");
        FeatureCompiler.compile(feature, jars, home);
        String list = Files.readString(home.resolve("bundles.list"));
        assertEquals(
                "3 fec530a9 ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
                        + " bundles/g.b-1.jar",
                list.lines().toList().get(1));
        assertEquals(List.of("g.b-1.jar"), List.of(home.resolve("bundles").toFile().list()));
        assertTrue(Files.readString(home.resolve("launch.properties")).contains("version=7"));
        FeatureCompiler.compile(feature, jars, home);
        assertEquals(list, Files.readString(home.resolve("bundles.list")));
    }

    @Test
    void namesTheArtifactThatTheBuildDoesNotHave() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FeatureCompiler.compile(feature, jars, home))
                        .getMessage();
        assertTrue(message.contains("g:b:1 is not among the dependencies"), message);
    }
}

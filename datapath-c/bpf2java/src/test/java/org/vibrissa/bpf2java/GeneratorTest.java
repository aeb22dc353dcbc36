package org.vibrissa.bpf2java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
    @TempDir Path folder;

    private Toolchain tools;
    private String object;

    @BeforeEach
    void compile() throws Exception {
        tools = new Toolchain(folder);
        tools.resource("types.h");
        object = tools.bpf(tools.resource("types.bpf.c")).toString();
    }

    @Test
    void givesTheSameBytesEachTimeAndKeepsTimeStamps() throws Exception {
        Path sources = tools.generate("--object", object);
        Map<String, String> first = texts(sources);
        FileTime old = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(sources.resolve("Key.java"), old);
        tools.generate("--object", object);
        assertEquals(first, texts(sources));
        assertEquals(old, Files.getLastModifiedTime(sources.resolve("Key.java")));
    }

    @Test
    void removesOnlyItsOwnStaleFiles() throws Exception {
        Path sources = tools.generate("--object", object);
        Path byHand = Files.writeString(sources.resolve("Mine.java"), "package gen; class Mine {}");
        assertTrue(Files.exists(sources.resolve("Value.java")));
        tools.generate("--object", object, "--maps", "vib_counts");
        assertFalse(Files.exists(sources.resolve("Value.java")));
        assertTrue(Files.exists(byHand));
        tools.compile();
    }

    @Test
    void searchesFoldersAndMergesEqualTypes() throws Exception {
        Files.copy(Path.of(object), folder.resolve("copy.bpf.o"));
        Path sources = tools.generate("--object", folder.toString());
        assertTrue(Files.exists(sources.resolve("CopyRodata.java")));
        assertTrue(Files.exists(sources.resolve("TypesRodata.java")));
        tools.compile();
    }

    @Test
    void refusesTypesThatDifferAndShowsBoth() throws Exception {
        String header = Files.readString(folder.resolve("types.h"));
        Files.writeString(folder.resolve("types.h"), header.replace("__u16 dport", "__u16 eport"));
        Path source = folder.resolve("second.bpf.c");
        Files.copy(folder.resolve("types.bpf.c"), source);
        String second = tools.bpf(source).toString();
        GeneratorException refused =
                assertThrows(
                        GeneratorException.class, () -> tools.generate("--object", object, second));
        assertTrue(refused.getMessage().contains("two types would be class Key"));
        assertTrue(refused.getMessage().contains("u16        dport"), refused.getMessage());
        assertTrue(refused.getMessage().contains("u16        eport"), refused.getMessage());
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        String broken = Files.writeString(folder.resolve("x.o"), "no object").toString();
        refused("no object has [vib_absent]", "--object", object, "--types", "vib_absent");
        refused("no object has [vib_none]", "--object", object, "--maps", "vib_none");
        refused("x.o: offset 0x0: not an ELF", "--object", broken);
        refused("unknown option --objects", "--objects", object);
        refused("option --types needs a value", "--object", object, "--types");
        refused("--object, --out and a valid --package are needed");
        refused("neither struct, union nor enum", "--object", object, "--types", "__u32");
    }

    @Test
    void realDatapathObjectsGenerateAndCompile() throws Exception {
        Path core = Path.of("../core");
        Path copy = Files.createDirectories(folder.resolve("core"));
        try (Stream<Path> files = Files.list(core)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (Stream<Path> files = Files.list(copy)) {
            for (Path source : files.filter(f -> f.toString().endsWith(".bpf.c")).toList()) {
                tools.bpf(source);
            }
        }
        tools.generate("--object", copy.toString());
        assertTrue(tools.compile().loadClass("gen.Meta").isRecord());
    }

    private void refused(String message, String... options) {
        Exception refused = assertThrows(GeneratorException.class, () -> tools.generate(options));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}

package org.vibrissa.config.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.config.Problem;

class YamlFileTest {
    @TempDir Path folder;

    @Test
    void flattensMapsAndKeepsLines() throws IOException {
        Path file = write("# c\nlog:\n  level: debug\nct.max: 10\ndevices: [eth0, eth1]\n");
        List<Problem> problems = new ArrayList<>();
        assertEquals(
                List.of(
                        new Assignment("log.level", "debug", file + ":3"),
                        new Assignment("ct.max", "10", file + ":4"),
                        new Assignment("devices", "[eth0, eth1]", file + ":5")),
                YamlFile.read(file, problems));
        assertEquals(List.of(), problems);
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\nb: [\n', 3, not YAML",
        "'a: 1\n\tb: 2\n', 2, not YAML",
        "'a: 1\na: 2\n', 2, stands twice",
        "'x:\n  y:\n', 2, has no value",
        "'- a\n', 1, not a map",
        "'a: 1\n---\nb: 2\n', 3, second document",
        "'a: [b, {c: d}]\n', 1, not a text",
        "'a: [\"b,c\"]\n', 1, comma",
        "'a: &x {b: *x}\n', 1, nested deeper",
        "'? [a]\n: 1\n', 1, must be a word"
    })
    void namesFileLineAndFault(String yaml, int line, String expected) throws IOException {
        Path file = write(yaml);
        List<Problem> problems = new ArrayList<>();
        YamlFile.read(file, problems);
        assertTrue(!problems.isEmpty(), "no problem found");
        Problem first = problems.get(0);
        assertEquals(file + ":" + line, first.origin());
        assertTrue(first.message().contains(expected), first.toString());
    }

    @Test
    void readsBackWhatSetStored() throws IOException {
        TreeMap<String, String> values = new TreeMap<>();
        values.put("a.b", "x: \"y\" #\\ \n\t\u0001é");
        values.put("c.d", "[e, f]");
        Path file = folder.resolve("conf.d/90-set.yaml");
        SetFile.write(file, values);
        List<Problem> problems = new ArrayList<>();
        TreeMap<String, String> read = new TreeMap<>();
        YamlFile.read(file, problems).forEach(a -> read.put(a.key(), a.text()));
        assertEquals(List.of(), problems);
        assertEquals(values, read);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("vibrissa.yaml"), yaml);
    }
}

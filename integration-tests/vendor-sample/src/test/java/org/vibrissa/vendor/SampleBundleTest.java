package org.vibrissa.vendor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample as a vendor builds it: what is in the jars and what they ask of the runtime. */
class SampleBundleTest {
    private static final Path SAMPLE = Path.of(System.getProperty("vendor.sample"));

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isOneBundleInTwoVersions(int version) throws IOException {
        Attributes headers = headers(jar(version));
        assertEquals("org.example.packetcount", headers.getValue("Bundle-SymbolicName"));
        assertEquals(version + ".0.0", headers.getValue("Bundle-Version"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void asksForTheSdkMapsAndNothingOfTheImplementation(int version) throws IOException {
        Attributes headers = headers(jar(version));
        assertTrue(
                headers.getValue("Require-Capability")
                        .contains("org.vibrissa.bpf.sdk;filter:=\"(abi=1)\""),
                headers::toString);
        String imports = headers.getValue("Import-Package");
        assertFalse(imports.contains("internal"), imports);
        assertFalse(imports.contains("com.sun.jna"), imports);
        assertEquals(null, headers.getValue("Export-Package"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void statesTheLayoutOfItsCountersAndWhichOneItConverts(int version) throws IOException {
        String stated = headers(jar(version)).getValue("Provide-Capability");
        for (String part :
                List.of(
                        "org.vibrissa.bpf.layout;",
                        "map=packetcount_endpoints",
                        "schema:Long=" + version,
                        "converts:List<Long>=" + (3 - version))) {
            assertTrue(stated.contains(part), stated);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void carriesItsObjectRecordsAndComponents(int version) throws IOException {
        try (JarFile jar = new JarFile(jar(version).toFile())) {
            List<String> entries = jar.stream().map(e -> e.getName()).toList();
            for (String wanted :
                    List.of(
                            "bpf/count.bpf.o",
                            "org/example/packetcount/bpf/Traffic.class",
                            "org/example/packetcount/bpf/Packets.class",
                            "OSGI-INF/org.example.packetcount.PacketCount.xml",
                            "OSGI-INF/org.example.packetcount.CountList.xml")) {
                assertTrue(entries.contains(wanted), wanted + " is not in " + entries);
            }
            byte[] object = jar.getInputStream(jar.getEntry("bpf/count.bpf.o")).readAllBytes();
            String text = new String(object, StandardCharsets.ISO_8859_1);
            assertFalse(text.contains(SAMPLE.toString()), "the object names a folder of this host");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void inheritsNothingFromThisProject(int version) throws IOException {
        String pom = Files.readString(SAMPLE.resolve("v" + version + "/pom.xml"));
        assertFalse(pom.contains("<parent>"));
        List<String> ours =
                pom.lines()
                        .filter(line -> line.contains("<groupId>org.vibrissa</groupId>"))
                        .toList();
        assertEquals(3, ours.size(), () -> "api, datapath-c, bpf2java and no more: " + ours);
    }

    @Test
    void hasBrokenVariantsThatDifferFromTheSample() throws IOException {
        byte[] whole = Files.readAllBytes(jar(2));
        try (Stream<Path> files = Files.list(SAMPLE.resolve("target/bad"))) {
            List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            assertEquals(
                    List.of(
                            "abi",
                            "feature",
                            "grant",
                            "helper",
                            "import",
                            "layout",
                            "needs",
                            "schema",
                            "slot",
                            "torn",
                            "verifier"),
                    jars.stream().map(SampleBundleTest::variant).toList());
            for (Path jar : jars) {
                assertFalse(Arrays.equals(whole, Files.readAllBytes(jar)), jar::toString);
            }
        }
        assertEquals(null, headers(bad("grant")).getValue("Require-Capability"));
        assertTrue(
                headers(bad("import")).getValue("Import-Package").contains("com.example.nowhere"));
        assertTrue(headers(bad("feature")).getValue("Require-Capability").contains("\"warp\""));
        assertEquals(null, headers(bad("layout")).getValue("Provide-Capability"));
        assertTrue(headers(bad("schema")).getValue("Provide-Capability").endsWith("schema:Long=3"));
        assertEquals("3.0.0", headers(bad("schema")).getValue("Bundle-Version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "bnd.bnd",
                "compile",
                "src/main/bpf/hello.bpf.c",
                "src/main/java/org/example/hello/Hello.java"
            })
    void isWhatTheGuideShows(String file) throws IOException {
        String guide = Files.readString(SAMPLE.resolve("../../docs/writing-a-bundle.md"));
        String shown = "\n" + Files.readString(SAMPLE.resolve("hello").resolve(file)) + "```\n";
        assertTrue(guide.contains(shown), file + " differs from docs/writing-a-bundle.md");
    }

    private static Path jar(int version) {
        return SAMPLE.resolve("v%d/target/packetcount-v%d.jar".formatted(version, version));
    }

    private static Path bad(String variant) {
        return SAMPLE.resolve("target/bad/packetcount-" + variant + ".jar");
    }

    private static String variant(Path jar) {
        return jar.getFileName().toString().replaceFirst("^packetcount-(.*)\\.jar$", "$1");
    }

    private static Attributes headers(Path bundle) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }
}

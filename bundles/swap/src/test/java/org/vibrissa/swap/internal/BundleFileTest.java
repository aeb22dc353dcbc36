package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Version;
import org.vibrissa.swap.SwapFailed;

class BundleFileTest {
    @Test
    void readsNameAndVersion() {
        byte[] jar = Jars.bundle("org.test.count;singleton:=true", "1.2.3.q");
        BundleFile file = BundleFile.parse(jar, "count.jar");
        assertEquals("org.test.count", file.name());
        assertEquals(new Version(1, 2, 3, "q"), file.version());
        assertTrue(file.sha256().matches("[0-9a-f]{64}"));
        assertArrayEquals(jar, file.open().readAllBytes());
    }

    @Test
    void takesAMissingVersionAsZero() {
        byte[] jar = Jars.withManifest("Bundle-SymbolicName: a");
        assertEquals(Version.emptyVersion, BundleFile.parse(jar, "a.jar").version());
    }

    @Test
    void givesOtherContentAnotherPlace() {
        BundleFile one = BundleFile.parse(Jars.bundle("a", "1.0.0"), "a.jar");
        BundleFile same = BundleFile.parse(Jars.bundle("a", "1.0.0"), "b.jar");
        BundleFile other =
                BundleFile.parse(
                        Jars.withManifest(
                                "Bundle-SymbolicName: a\nBundle-Version: 1.0.0\nX-Note: other"),
                        "a.jar");
        assertEquals(one.location(), same.location());
        assertNotEquals(one.location(), other.location());
    }

    static Stream<Arguments> damaged() {
        byte[] good = Jars.bundle("a", "1.0.0");
        byte[] flipped = good.clone();
        flipped[60] ^= 0x55;
        byte[] miscounted = good.clone();
        miscounted[good.length - 12]++;
        byte[] longer = Arrays.copyOf(good, good.length + 3);
        return Stream.of(
                Arguments.of("cut in the first header", "byte 20", Arrays.copyOf(good, 20)),
                Arguments.of("cut in an entry", "entry META-INF/MANIFEST.MF", cut(good, 90)),
                Arguments.of("cut in the list", "without its list", cut(good, good.length - 5)),
                Arguments.of("a flipped bit", "entry META-INF/MANIFEST.MF", flipped),
                Arguments.of("a wrong count", "lists 2 entries and has 1", miscounted),
                Arguments.of("bytes after its end", "without its list", longer));
    }

    private static byte[] cut(byte[] jar, int size) {
        return Arrays.copyOf(jar, size);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void saysWhereAJarIsDamaged(String what, String words, byte[] jar) {
        SwapFailed refused =
                assertThrows(SwapFailed.class, () -> BundleFile.parse(jar, "given.jar"), what);
        assertEquals("pre-flight", refused.phase());
        assertTrue(refused.getMessage().startsWith("given.jar is damaged: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        assertEquals("copy or build the jar again", refused.nextStep());
    }

    /** No cut of it passes for a whole one. */
    @Test
    void refusesEveryTornJar() {
        byte[] good = Jars.bundle("a", "1.0.0");
        for (int size = 0; size < good.length; size++) {
            byte[] torn = Arrays.copyOf(good, size);
            assertThrows(
                    SwapFailed.class, () -> BundleFile.parse(torn, "torn.jar"), "size " + size);
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("nothing at all", "no manifest", new byte[0]),
                Arguments.of("text", "no manifest", "hello".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("a zip without manifest", "no manifest", Jars.zip("a.txt", "hello")),
                Arguments.of(
                        "a plain jar", "Bundle-SymbolicName", Jars.withManifest("X-Note: none")),
                Arguments.of("an empty name", "Bundle-SymbolicName", Jars.bundle("", "1.0.0")),
                Arguments.of(
                        "a name that is a path", "../../etc", Jars.bundle("../../etc/x", "1.0.0")),
                Arguments.of("a name with a slash", "a/b", Jars.bundle("a/b", "1.0.0")),
                Arguments.of("a name of dots", "..", Jars.bundle("..", "1.0.0")),
                Arguments.of("a bad version", "one", Jars.bundle("a", "one")),
                Arguments.of("a negative version", "-1", Jars.bundle("a", "-1.0.0")),
                Arguments.of(
                        "a broken manifest",
                        "manifest",
                        Jars.zip("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n:::\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void refusesWhatIsNoBundleAndNamesIt(String what, String words, byte[] jar) {
        SwapFailed refused =
                assertThrows(SwapFailed.class, () -> BundleFile.parse(jar, "given.jar"), what);
        assertEquals("pre-flight", refused.phase());
        assertTrue(
                refused.getMessage().startsWith("given.jar is no bundle: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}

package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleListTest {
    private static final String HASH = "89abcdef " + "0123456789abcdef".repeat(4);

    @Test
    void readsEntriesInOrder() {
        BundleList list =
                BundleList.parse(
                        "# c\n\n1 " + HASH + " bundles/b.jar\n30 " + HASH + " bundles/a.jar\n");
        assertEquals(2, list.entries().size());
        assertEquals(new BundleList.Entry(30, "89abcdef", "bundles/a.jar"), list.entries().get(1));
    }

    @Test
    void keysTheCacheByListAndFolder() {
        BundleList one = BundleList.parse("1 " + HASH + " bundles/b.jar");
        BundleList other = BundleList.parse("2 " + HASH + " bundles/b.jar");
        assertEquals(one.cacheKey(Path.of("/a")), one.cacheKey(Path.of("/a")));
        assertNotEquals(one.cacheKey(Path.of("/a")), one.cacheKey(Path.of("/b")));
        assertNotEquals(one.cacheKey(Path.of("/a")), other.cacheKey(Path.of("/a")));
    }

    @ParameterizedTest
    @CsvSource({
        "0 HASH bundles/a.jar, line 1",
        "100 HASH bundles/a.jar, line 1",
        "1 abc bundles/a.jar, line 1",
        "1 HASH bundles/a.txt, line 1",
        "1 HASH ../a.jar, leaves the folder",
        "1 HASH /a.jar, leaves the folder",
        "1 HASH a.jar|1 HASH a.jar, line 2",
        "# nothing, no bundle",
    })
    void namesTheLineThatIsWrong(String lines, String expected) {
        String text = lines.replace("HASH", HASH).replace('|', '\n');
        String message =
                assertThrows(IllegalArgumentException.class, () -> BundleList.parse(text))
                        .getMessage();
        assertTrue(message.contains(expected), message);
    }
}
